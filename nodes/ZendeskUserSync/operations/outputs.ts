import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Plan } from '../../../zendesk/sync/types';

/** The outputs of a plan after its changes: each entry an item, paired with the input item that it is about. */
export function otherOutputs({ unchanged, blocked, leavers }: Plan): INodeExecutionData[][] {
	return [itemsOf(unchanged), itemsOf(blocked), itemsOf(leavers)];
}

/** One item an entry, without the number of its input item, which n8n keeps beside it. */
export function itemsOf<Entry extends { item?: number }>(entries: Entry[]): INodeExecutionData[] {
	return entries.map(({ item, ...json }) => ({
		json: json as IDataObject,
		pairedItem: item === undefined ? [] : { item },
	}));
}
