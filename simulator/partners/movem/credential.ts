/** What opens the simulated Movem, by the fields of n8n's credential. All of it is made up and works nowhere else. */
export const credential = { apiKey: 'movem-sim-key-0001', header: 'x-api-key' } as const;
