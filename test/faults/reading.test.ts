import { itWithstands } from './matrix';
import { activity } from './scenarios/activity';
import { seats } from './scenarios/seats';
import { usersReading } from './scenarios/usersReading';

itWithstands([...activity, ...seats, ...usersReading]);
