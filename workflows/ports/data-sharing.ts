export interface SharedDataRequest {
  readonly serviceNumber: string
  readonly creditCode?: string
  readonly projectCode?: string
  /** Keys of the policy's list. */
  readonly items: readonly string[]
}

export interface SharedItem {
  readonly key: string
  readonly value: string
}

export interface DataSharingActivities {
  /** what the online platforms hold of these items; those that they do not have are left out. */
  fetchSharedData(request: SharedDataRequest): Promise<SharedItem[]>
}
