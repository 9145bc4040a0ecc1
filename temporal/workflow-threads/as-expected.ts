/** The same object, where it has a function of this name; throws where an SDK of another version has not. */
export function asExpected<T extends object>(object: T, name: string): T {
  if (typeof Reflect.get(object, name) !== 'function') throw new Error(`@temporalio/worker has no ${name}`)
  return object
}
