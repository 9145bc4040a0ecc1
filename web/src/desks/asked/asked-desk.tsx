import { Link, Route, Routes, useParams } from 'react-router'
import type { Me } from '../../data/types.ts'
import { GuidanceForm } from './guidance-form.tsx'
import { GuidanceList } from './guidance-list.tsx'
import { GuidanceShown } from './guidance-shown.tsx'
import { InquiryForm } from './inquiry-form.tsx'
import { InquiryList } from './inquiry-list.tsx'
import { InquiryShown } from './inquiry-shown.tsx'

interface AskedProps {
  readonly me: Me
  readonly about: 'inquiries' | 'guidance'
}

/** what is asked and answered; R-01: whom bureaus told to file. */
export default function AskedDesk({ me, about }: AskedProps) {
  if (about === 'inquiries' ? me.may.inquiries === 'none' : !me.may.seeGuidance)
    return <p className="empty">这一页没有您可以看的。</p>
  const isAsked = about === 'inquiries'
  return (
    <Routes>
      <Route index element={isAsked ? <InquiryList me={me} /> : <GuidanceList me={me} />} />
      <Route path="new" element={isAsked ? <InquiryForm me={me} /> : <GuidanceForm me={me} />} />
      <Route path=":id" element={<One me={me} about={about} />} />
    </Routes>
  )
}

function One({ me, about }: AskedProps) {
  const { id = '' } = useParams()
  return (
    <>
      <p>
        <Link to={about === 'inquiries' ? '/asked' : '/guided'}>
          {about === 'inquiries' ? '全部咨询' : '全部引导记录'}
        </Link>
      </p>
      {about === 'inquiries' ? <InquiryShown key={id} id={id} me={me} /> : <GuidanceShown key={id} id={id} me={me} />}
    </>
  )
}
