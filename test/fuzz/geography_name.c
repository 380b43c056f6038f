/*
 * Names of municipalities and counties: any bytes, and official names as people
 * write them.
 */
#include "fuzz.h"

#include "rule/geography.h"
#include "rule/geography_name.h"

/* Words of a-z, 0-9 and "?", and more where a pattern may have it; one space between. */
static bool
is_key(const char *key, const char *also)
{
	for (const char *c = key; *c != '\0'; c++)
	{
		if (*c == ' ')
		{
			if (c == key || c[1] == ' ' || c[1] == '\0')
				return false;
		}
		else if (!(*c >= 'a' && *c <= 'z') && !(*c >= '0' && *c <= '9') && *c != '?' &&
				 strchr(also, *c) == NULL)
			return false;
	}
	return true;
}

static void
check_folding(const char *text, size_t size, size_t room)
{
	char		key[GEO_KEY_SIZE];
	char		again[GEO_KEY_SIZE];
	char	   *narrow = malloc(room > 0 ? room : 1);
	size_t		length = geo_fold_name(text, size, key, sizeof(key));

	DEMAND(length < sizeof(key) && strlen(key) == length && is_key(key, ""));
	DEMAND(geo_fold_name(key, length, again, sizeof(again)) == length && strcmp(key, again) == 0);

	/* what does not fit is cut off */
	DEMAND(geo_fold_name(text, size, narrow, room) <= (room > 0 ? room - 1 : 0));
	if (room > 0 && room <= sizeof(key))
		DEMAND(strncmp(narrow, key, strlen(narrow)) == 0);
	free(narrow);

	geo_name_key(text, size, key);
	DEMAND(is_key(key, "") && strstr(key, " og ") == NULL);
	geo_name_key(key, strlen(key), again);
	DEMAND(strcmp(key, again) == 0);
}

static void
check_reading(const char *text, size_t size)
{
	GeoNameText name;
	GeoNameText plain;

	geo_read_name(text, size, &name);
	DEMAND(is_key(name.key, ""));
	DEMAND(name.number >= -1 && name.number <= LAW_KOMMUNENR_MAX);
	DEMAND(!name.short_number || name.number >= 0);
	DEMAND(name.nbrackets >= 0 && name.nbrackets <= GEO_MAX_BRACKETS);
	DEMAND(size <= GEO_MAX_NAME || name.unreadable);
	for (int i = 0; i < name.nbrackets; i++)
		DEMAND(name.brackets[i].text > text && name.brackets[i].text + name.brackets[i].length <= text + size);

	geo_read_plain_name(text, size, &plain);
	DEMAND(is_key(plain.key, "") && plain.number == -1 && plain.nbrackets == 0);
	DEMAND(plain.unreadable == (size > GEO_MAX_NAME));
}

/* A pattern fits what is left of it without its stars. */
static void
check_pattern(const char *text, size_t size)
{
	char		pattern[GEO_KEY_SIZE];
	char		key[GEO_KEY_SIZE];
	size_t		length = 0;

	if (!geo_county_pattern(text, size, pattern))
		return;
	DEMAND(strlen(pattern) < sizeof(pattern) && is_key(pattern, "*"));
	for (const char *c = pattern; *c != '\0'; c++)
	{
		if (*c != '*')
			key[length++] = *c;
	}
	key[length] = '\0';
	DEMAND(geo_county_fits(pattern, key));
	key[length] = 'x';
	key[length + 1] = '\0';
	DEMAND(geo_county_fits(pattern, key) == (length > 0 && pattern[strlen(pattern) - 1] == '*'));
}

/* What people add to an official name changes neither the name nor the number. */
static void
check_official(Input *input)
{
	static const char *const forms[] = {
		"%s", "%s kommune", "  %s ", "%s (%04d)", "%2$04d %1$s", "K-%2$04d %1$s", "%s herad", "%s, %04d", "\xEF\xBB\xBF%s kommune (%04d)"
	};
	const LawName *official = &law_names[take(input, 2) % law_nnames];
	const char *form = forms[take(input, 1) % (sizeof(forms) / sizeof(forms[0]))];
	char		text[256];
	char		key[GEO_KEY_SIZE];
	GeoNameText name;

	snprintf(text, sizeof(text), form, law_text(official->name), official->kommunenr);
	geo_name_key(law_text(official->name), strlen(law_text(official->name)), key);
	geo_read_name(text, strlen(text), &name);
	DEMAND(strcmp(name.key, key) == 0 && !name.unreadable && name.nbrackets == 0);
	DEMAND(name.number == (strstr(form, "04d") != NULL ? official->kommunenr : -1));
}

static void
check_county(Input *input)
{
	const LawCounty *county = &law_counties[take(input, 1) % law_ncounties];
	const char *name = law_text(county->name_no);
	char		pattern[GEO_KEY_SIZE];
	char		key[GEO_KEY_SIZE];
	char		text[256];

	geo_name_key(name, strlen(name), key);
	snprintf(text, sizeof(text), "%s%s", name, take_bool(input) ? " fylkeskommune" : " fylke");
	DEMAND(geo_county_pattern(text, strlen(text), pattern) && strcmp(pattern, key) == 0);
	DEMAND(geo_county_fits(pattern, key));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Input		input = input_of(data, size);
	char	   *text = malloc(size > 0 ? size : 1);

	/* just that large, and without a zero behind it */
	memcpy(text, data, size);
	check_folding(text, size, take(&input, 1) % 160);
	check_reading(text, size);
	check_pattern(text, size);
	check_official(&input);
	check_county(&input);
	free(text);
	return 0;
}
