/*
 * learn_act.h - what a tap does on the pages to read: the topics, their cards, when to see a
 * professional, about.
 *
 * Nothing but a tap on them leads from one to another. Pure; the thread that draws.
 */
#ifndef SH_UI_LEARN_ACT_H
#define SH_UI_LEARN_ACT_H

#include "ui/ui.h"

ui_page_act_fn learn_act;

#endif
