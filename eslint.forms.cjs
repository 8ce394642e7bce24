const ts = require('typescript');
const tseslint = require('typescript-eslint');

/** How the nodes read their parameters: an expression can give anything, so nothing is taken for what it should be. */

const READ = 'Read it by the form: run.form(row).choice(FIELD) and the like';

/** What is known as text, number or flag by its name only. */
const PLAIN = ':matches(TSBooleanKeyword, TSNumberKeyword, TSStringKeyword, TSLiteralType)';

/** A value that could be anything may be looked at, but not be called something. */
const noCastOfUnknown = {
	meta: {
		type: 'problem',
		schema: [],
		messages: { cast: `A value that can be anything is called '{{type}}' here. ${READ}` },
	},
	create(context) {
		const { getTypeAtLocation } = context.sourceCode.parserServices;
		return {
			TSAsExpression({ expression, typeAnnotation }) {
				const isUnknown = (getTypeAtLocation(expression).flags & ts.TypeFlags.Unknown) !== 0;
				const type = context.sourceCode.getText(typeAnnotation);
				// What goes out is a record of the core, which is no n8n type: `record as unknown as IDataObject`.
				const isOutput = expression.type === 'TSAsExpression' && /^IDataObject(\[\])?$/.test(type);
				if (!isUnknown || isOutput || type === 'unknown') return;
				context.report({ node: expression, messageId: 'cast', data: { type } });
			},
		};
	},
};

/** For the typed rule; the published code has no other configuration of its own than n8n's. */
module.exports = [
	{
		files: ['nodes/**/*.ts'],
		languageOptions: {
			parser: tseslint.parser,
			parserOptions: { projectService: true, tsconfigRootDir: __dirname },
		},
		plugins: { forms: { rules: { 'no-cast-of-unknown': noCastOfUnknown } } },
		rules: {
			'forms/no-cast-of-unknown': 'error',
			'no-restricted-syntax': [
				'error',
				{
					selector: `TSAsExpression > ${PLAIN}.typeAnnotation, TSAsExpression > TSUnionType.typeAnnotation > ${PLAIN}, TSAsExpression > TSArrayType.typeAnnotation > ${PLAIN}`,
					message: `A cast makes nothing a text, a number or a flag. ${READ}`,
				},
				{ selector: 'TSTypeAssertion', message: `A cast checks nothing. ${READ}` },
			],
		},
	},
	{
		files: ['nodes/**/*.ts'],
		ignores: ['nodes/shared/parameters.ts'],
		rules: {
			'no-restricted-properties': ['error', { property: 'getNodeParameter', message: READ }],
		},
	},
	{
		files: ['nodes/**/*.ts'],
		ignores: ['nodes/shared/**'],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							group: ['**/parameters'],
							importNames: ['readParameter', 'sourceOfRow'],
							message: READ,
						},
					],
				},
			],
		},
	},
];
