import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { readKinds } from '../../zendesk/events/kinds';
import type { EventKind } from '../../zendesk/events/types';
import type { Refusal } from '../../zendesk/verdict';
import { Form } from '../shared/form';
import { sourceOfNode } from '../shared/parameters';
import { isRefusal, readEntries } from '../shared/values';
import { TRIGGER_ON } from './properties';

/** The trigger's parameters; none of them names a user. */
export function formOf(context: IHookFunctions | IWebhookFunctions): Form {
	return new Form(sourceOfNode(context), '');
}

/** Which events are wanted, or why that can't be read. */
export function readTriggerOn(form: Form): EventKind[] | Refusal {
	const names = form.optional(TRIGGER_ON, readEntries) ?? [];
	return isRefusal(names) ? names : readKinds(names, TRIGGER_ON.displayName);
}
