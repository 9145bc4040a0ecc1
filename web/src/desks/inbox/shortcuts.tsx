import { Button } from 'antd'
import { Dialog } from '../../ui/dialog.tsx'

const KEYS = [
  ['j　↓', '下一件'],
  ['k　↑', '上一件'],
  ['Home　End', '第一件、最后一件'],
  ['Enter', '打开，直接到要办的那张表'],
  ['x', '选中（批量签收）'],
  ['t', '接办：由我承办'],
  ['g', '转办给别人'],
  ['h', '催办'],
  ['i', '咨询'],
  ['/', '在待办中找'],
  ['?', '这张表'],
] as const

export function Shortcuts({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title="快捷键" onClose={onClose}>
      <dl className="shortcuts">
        {KEYS.map(([key, words]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <Button type="primary" onClick={onClose}>
        关闭
      </Button>
    </Dialog>
  )
}
