import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Refusal } from '../../../zendesk/verdict';
import type { Operation, Run } from '../../shared/operation';
import type { RowResult } from '../../shared/results';

/** What a sync operation gives: verdicts for the first output, or its items, and the items of the other ones. */
export interface SyncResult {
	/** One a change; what *On Error* is about. */
	results: RowResult[];
	/** The first output, where it has no verdicts. */
	changes?: INodeExecutionData[];
	others: INodeExecutionData[][];
	/** In words, for the log and the hint. */
	summary: string;
}

/** One operation of the node: its form and what it does. */
export interface SyncOperation
	extends Pick<Operation, 'value' | 'name' | 'action' | 'description' | 'options' | 'writes'> {
	properties: INodeProperties[];
	/** The names of its outputs. */
	outputs: string[];
	execute(this: IExecuteFunctions, run: Run): Promise<SyncResult | Refusal>;
}
