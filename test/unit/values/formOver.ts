import { Form } from '../../../nodes/shared/form';
import { ABSENT } from '../../../nodes/shared/parameters';

/** A form in which these values stand, by their paths, e.g. `options.tag`. */
export function formOver(values: Record<string, unknown>, isFixed = false): Form {
	const source = {
		read: (path: string) => (path in values ? values[path] : ABSENT),
		isFixed: () => isFixed,
	};
	return new Form(source, 'acme.zendesk.com');
}
