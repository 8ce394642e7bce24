import type { Json } from './forms';
import type { Body, PutBack } from './putBack';

const job = (change: (status: Json) => void) => (body: Body) => change(body.job_status as Json);

const rows = (change: (row: Json, index: number) => void) => (body: Body) => {
	(body.job_status.results as Json[]).forEach(change);
};

export const PUT_BACK_IN_JOBS: PutBack[] = [
	{
		name: 'D2: a job of which every row fails is completed',
		recording: 'all-failed',
		request: 2,
		change: job((status) => {
			const message = 'Completed at 2026-11-20 09:00:03 +0000';
			Object.assign(status, { status: 'completed', progress: 1, message });
		}),
		says: [
			'job_status.progress: recorded 0, here 1',
			'job_status.status: recorded "failed", here "completed"',
			'job_status.message: recorded "Failed at',
		],
	},
	{
		name: 'D2: a job that failed has no results',
		recording: 'all-failed',
		request: 2,
		change: job((status) => (status.results = null)),
		says: ['job_status.results: recorded [{"index":0'],
	},
	{
		name: 'D6: results of create_many are {id, index}',
		recording: 'create-many',
		request: 3,
		change: rows((row, index) => {
			delete row.status;
			row.index = index;
		}),
		says: Array.from({ length: 13 }, (_, row) => [
			`job_status.results[${row}].status: recorded "Created", here there is no such key`,
			`job_status.results[${row}].index: recorded no such key, here ${row}`,
		]).flat(),
	},
	{
		name: 'D7: a job does its rows as they were sent',
		recording: 'create-many',
		request: 3,
		change: (body) => body.job_status.results.sort((a: Body, b: Body) => a.id - b.id),
		says: ['job_status.results: recorded in another order, here in the order of ids'],
	},
	{
		name: 'D8: a row that was made has its email alone',
		recording: 'job-results',
		request: 6,
		change: rows((row) => delete row.external_id),
		says: ['job_status.results[0].external_id: recorded "two", here there is no such key'],
	},
	{
		name: 'D12: a queued job has no total',
		recording: 'create-many',
		request: 1,
		change: job((status) => (status.total = null)),
		says: ['job_status.total: recorded 100, here null'],
	},
	{
		name: 'D13: a working job has no message',
		recording: 'create-many',
		request: 2,
		change: job((status) => (status.message = null)),
		says: ['job_status.message: recorded "Creating User #53", here null'],
	},
	{
		name: 'D15: more than 100 rows are TooManyItems',
		recording: 'too-many-values',
		request: 1,
		change: (body) => {
			body.error = 'TooManyItems';
			body.description = 'Too many items: 150 (maximum is 100)';
		},
		says: ['error: recorded "TooManyValues"', 'description: recorded "Maximum 100 users'],
	},
	{
		name: 'D16: show_many answers as it was asked',
		recording: 'create-many',
		request: 4,
		change: (body) => body.users.reverse(),
		says: ['users: recorded in the order of ids, here in another order'],
	},
];
