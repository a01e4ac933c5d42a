import type { CallPath } from './answers.ts';

/**
 * Every `curl` line of the API's documentation page, as it stands there: the placeholders in Hebrew, a GET
 * that carries a form, an `&` too much, a line without its token.
 */
export const DOCUMENTED_LINES: Readonly<Record<CallPath, string>> = {
  'separation/create': `curl --location --request POST 'https://mvsep.com/api/separation/create'
--form 'audiofile=@"/path/to/file.mp3"'
--form 'api_token="<אסימון ה-API שלך>"'
--form 'sep_type="9"'
--form 'add_opt1="0"'
--form 'add_opt2="1"'
--form 'output_format="1"'
--form 'is_demo="1"'`,
  'separation/get': `curl --location --request GET 'https://mvsep.com/api/separation/get?hash=20230327071601-0e3e5c6c85-13-dimensions.mp3'`,
  'separation/get-remote': `curl --location --request GET 'https://mvsep.com/api/separation/get-remote?hash=n2AwBjy4KsFZfqqR'`,
  'separation/cancel': `curl --location --request POST 'https://mvsep.com/api/separation/cancel' --form 'api_token="<אסימון ה-API שלך>"' --form 'hash="<hash>"'`,
  'app/algorithms': `curl --location --request GET 'https://mvsep.com/api/app/algorithms'`,
  'app/news': `curl --location --request GET 'https://mvsep.com/api/app/news?lang=en&start=2&limit=1'`,
  'app/queue': `curl --location --request GET 'https://mvsep.com/api/app/queue'`,
  'app/demo': `curl --location --request GET 'https://mvsep.com/api/app/demo?start=0&limit=2'`,
  'app/login': `curl --location --request POST 'https://mvsep.com/api/app/login' --form 'email="<דוא"ל של המשתמש>"' --form 'password="<סיסמת המשתמש>"'`,
  'app/register': `curl --location --request GET 'https://mvsep.com/api/app/register' --form 'name="user"'
--form 'email="asdf@example.com"'
--form 'password="ASDFQWEr123"'
--form 'password_confirmation="ASDFQWEr123"'`,
  'app/user': `curl --location --request GET 'https://mvsep.com/api/app/user?api_token=<אסימון ה-API שלך>'`,
  'app/separation_history': `curl --location --request GET 'https://mvsep.com/api/app/separation_history?api_token=<אסימון ה-API שלך>&start=1&limit=2'`,
  'app/enable_premium': `curl --location --request POST 'https://mvsep.com/api/app/enable_premium' --form 'api_token="<אסימון ה-API שלך>"'`,
  'app/disable_premium': `curl --location --request POST 'https://mvsep.com/api/app/disable_premium' --form 'api_token="<אסימון ה-API שלך>"'`,
  'app/enable_long_filenames': `curl --location --request POST 'https://mvsep.com/api/app/enable_long_filenames' --form 'api_token="<אסימון ה-API שלך>"'`,
  'app/disable_long_filenames': `curl --location --request POST 'https://mvsep.com/api/app/disable_long_filenames' --form 'api_token="<אסימון ה-API שלך>"'`,
  'quality_checker/queue': `curl --location --request GET 'https://mvsep.com/api/quality_checker/queue?&start=1&limit=2'`,
  'quality_checker/leaderboard': `curl --location --request GET 'https://mvsep.com/api/quality_checker/leaderboard?&start=1&limit=2&algo_name_filter=MVSep'`,
  'quality_checker/add': `curl --location 'https://mvsep.com/api/quality_checker/add' --form 'zipfile=@"/path/to/zipfile"' --form 'algo_name="Test Algorithm Name"' --form 'main_text="Test Algorithm Description"' --form 'dataset_type="2"' --form 'ensemble="1"' --form 'password="test"'`,
  'quality_checker/entry': `curl --location --request GET 'https://mvsep.com/api/quality_checker/entry?id=7675'`,
  'quality_checker/delete': `curl --location 'https://mvsep.com/api/quality_checker/delete' --form 'id="7720"' --form 'password="test"'`,
};
