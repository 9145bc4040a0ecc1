import { Teller } from '../scripts/demo/teller.ts'

/** Tells nothing. */
export class SilentTeller extends Teller {
  override title(): void {}
  override act(): void {}
  override note(): void {}
  override standing(): void {}
}
