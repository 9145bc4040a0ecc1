import { useEffect, useState } from 'react'
import { TAKEN } from '../../data/files.ts'
import { PlainButton } from '../../ui/plain-button.tsx'
import { whereNow } from './here.ts'
import { forgetPhoto, keepPhoto, photoOf } from './store.ts'
import type { Photo } from './store.ts'

interface PhotosFieldProps {
  readonly ids: readonly string[]
  readonly onChange: (ids: readonly string[]) => void
}

/** Photos are kept on the telephone as they are taken, with where that was, and go with the act. */
export function PhotosField({ ids, onChange }: PhotosFieldProps) {
  const [looking, setLooking] = useState(false)
  const add = async (files: readonly File[]) => {
    if (files.length === 0) return
    setLooking(true)
    const taken = files.map((file): Photo => ({ id: crypto.randomUUID(), name: file.name, content: file }))
    // First the photo: the place may take its time.
    for (const photo of taken) await keepPhoto(photo)
    onChange([...ids, ...taken.map(({ id }) => id)])
    const place = await whereNow()
    if (place !== undefined) for (const photo of taken) await keepPhoto({ ...photo, place })
    setLooking(false)
  }
  const chooser = (label: string, camera: boolean) => (
    <label className="plain">
      {label}
      <input
        type="file"
        className="unseen"
        multiple={!camera}
        accept={camera ? 'image/*' : TAKEN}
        {...(camera ? { capture: 'environment' as const } : {})}
        onChange={({ target }) => {
          void add([...(target.files ?? [])])
          target.value = ''
        }}
      />
    </label>
  )
  return (
    <>
      <ul className="photos">
        {ids.map((id, index) => (
          <Thumbnail
            key={id}
            id={id}
            looking={looking}
            name={`照片 ${index + 1}`}
            onForget={() => {
              void forgetPhoto(id)
              onChange(ids.filter((each) => each !== id))
            }}
          />
        ))}
      </ul>
      <div className="buttons">
        {chooser('拍照', true)}
        {chooser('选照片或 PDF', false)}
      </div>
    </>
  )
}

function Thumbnail({
  id,
  name,
  looking,
  onForget,
}: {
  readonly id: string
  readonly name: string
  readonly looking: boolean
  readonly onForget: () => void
}) {
  const [photo, setPhoto] = useState<Photo>()
  const [url, setUrl] = useState<string>()
  useEffect(() => {
    void photoOf(id).then(setPhoto)
  }, [id, looking])
  const content = photo?.content
  useEffect(() => {
    if (content === undefined || !content.type.startsWith('image/')) return undefined
    const made = URL.createObjectURL(content)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [content])
  return (
    <li>
      {url === undefined ? <span>{photo?.name}</span> : <img src={url} alt={name} />}
      <small>{photo?.place === undefined ? (looking ? '正在取位置…' : '没有位置') : '位置已记下'}</small>
      <PlainButton aria-label={`不用${name}`} onClick={onForget}>
        不用
      </PlainButton>
    </li>
  )
}
