import { join, resolve } from 'node:path'
import type { Environment } from '../../environment.ts'
import type { FileStore } from './file-store.ts'
import { FolderStore } from './folder-store.ts'

export function fileStoreOf({ FILES_DIR, DATA_DIR }: Pick<Environment, 'FILES_DIR' | 'DATA_DIR'>): FileStore {
  return new FolderStore(resolve(FILES_DIR ?? join(DATA_DIR, 'files')))
}
