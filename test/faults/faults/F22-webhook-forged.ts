import { attacks } from './receiving';

/** Who can't sign is not believed, nor is anybody while n8n has no secret. */
export const webhookForged = attacks('F22', [
	'a random signature',
	'a signature by another secret',
	'one changed bit in the signature',
	'the same signature in hex',
	'the same signature, decorated',
	'a truncated signature',
	'no signature',
	'no time',
	'an empty signature',
	'bytes moved from the body into the time',
	'no secret stored',
	'a signature by an empty secret, none stored',
]);
