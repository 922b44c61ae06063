/**
 * Licences that can be chosen, by Google's own ids (its page "Product and SKU IDs"). `value` is the id of the SKU.
 */
export const LICENCES = [
  { value: '1010020027', label: 'Business Starter', product: 'Google-Apps' },
  { value: '1010020028', label: 'Business Standard', product: 'Google-Apps' },
  { value: '1010020025', label: 'Business Plus', product: 'Google-Apps' },
  { value: '1010020026', label: 'Enterprise Standard', product: 'Google-Apps' },
  { value: '1010020020', label: 'Enterprise Plus', product: 'Google-Apps' },
  { value: 'Google-Vault', label: 'Vault', product: 'Google-Vault' },
  { value: '1010330003', label: 'Voice Starter', product: '101033' },
  { value: '1010330004', label: 'Voice Standard', product: '101033' },
] as const;
export type LicenceId = (typeof LICENCES)[number]['value'];

/** The licence of an id. */
export const licenceOf = (id: LicenceId): (typeof LICENCES)[number] =>
  LICENCES.find(({ value }) => value === id) ?? LICENCES[0];
