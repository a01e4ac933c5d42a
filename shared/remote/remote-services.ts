/** Where the services are whose share links are turned into downloads. Injected, so that tests can be them. */
export interface RemoteServices {
  readonly dropbox: {
    /** Hosts (with a port where it is not the usual one) whose links are taken for this service. */
    readonly hosts: readonly string[];
  };
  readonly drive: {
    readonly hosts: readonly string[];
    /** What answers the file itself for `?id=…`. */
    readonly download: string;
  };
  readonly mega: {
    readonly hosts: readonly string[];
    /** The address of the API, with a slash at its end. */
    readonly gateway: string;
  };
}

/** The services as they are on the internet. */
export const REMOTE_SERVICES: RemoteServices = {
  dropbox: {
    hosts: ['www.dropbox.com', 'dropbox.com', 'dl.dropbox.com', 'dl.dropboxusercontent.com'],
  },
  drive: {
    hosts: ['drive.google.com', 'docs.google.com', 'drive.usercontent.google.com'],
    download: 'https://drive.usercontent.google.com/download',
  },
  mega: {
    hosts: ['mega.nz', 'www.mega.nz', 'mega.co.nz', 'mega.io'],
    gateway: 'https://g.api.mega.co.nz/',
  },
};
