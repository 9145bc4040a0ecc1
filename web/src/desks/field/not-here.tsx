/** What was never looked at with a network is not on the telephone. */
export const NotHere = () => (
  <p className="hint" role="status">
    这一项要有网络才能打开；写到一半的、等待发送的都在手机里，见<a href="#/">现场要办的</a>。
  </p>
)
