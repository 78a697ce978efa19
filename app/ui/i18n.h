/*
 * i18n.h - every sentence a person reads goes through here.
 *
 * `_("text")` is looked up in the catalogue of the domain that main() bound; without one it is the
 * text itself. N_() marks a text in a table for xgettext and changes nothing. Plurals go through
 * ngettext(). Any thread.
 */
#ifndef SH_UI_I18N_H
#define SH_UI_I18N_H

#include <libintl.h>

#define _(text)  gettext(text)
#define N_(text) text

#endif
