import { attacks } from './receiving';

/** Only the bytes that Zendesk signed count, not what they mean. */
export const webhookBodyRewritten = attacks('F24', [
	'a body that was parsed and written',
	'a body in another charset',
	'a body with a mark of order',
	'a longer body',
	'a truncated body',
	'one changed byte in the body',
	'a parsed body',
	'no body',
]);
