export { fingerprint, fingerprintOf } from './fingerprint';
export { mapSettled } from './mapSettled';
export { type ByName, type PollEvent, type PollResult, isByName, mapOf } from './pollMemory';
export { type PollContext, type PollSource, poll } from './polling';
export { acknowledge, noRegistration, rawBody, rawBodyParameter, rejectCall } from './webhooks';
