/** Where what was uploaded comes from, as its shot says: no camera of any device. */
export const UPLOAD_SITE = 'upload';
