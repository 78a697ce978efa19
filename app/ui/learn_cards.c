/*
 * The cards' texts.
 *
 * Sources, by the names that the cards show:
 *
 *   Pollack & Wood 1949      J Appl Physiol 1:649: pressure in a vein at the ankle, walking and
 * after Winkel 1986              Winkel & Joergensen, Ergonomics 29:313: the foot over eight hours
 * seated Christopoulos 1987       J Vasc Surg 5:148: air plethysmography; a tiptoe ejects over 60 %
 *   Fiatarone 1990           JAMA 263:3029: strength training at about 90 years, n = 10
 *   Janssen 2000             J Appl Physiol 89:81: muscle mass by age, n = 468
 *   Stranden 2000            the calf grows by 1.2 % in 30 min on a locked chair
 *   Partsch 2004             Dermatol Surg 30:737: a stocking on one leg for 7 h, n = 12
 *   Stein 2009               PMID 19492154: seated, blood flow with ankle exercise
 *   EFSA 2010                EFSA Journal 8(3):1459: adequate intake of water
 *   Morand 2011              Am J Clin Nutr 93:73: orange juice, n = 24
 *   WHO 2012                 Guideline: sodium intake for adults and children
 *   Bondonno 2012            Free Radic Biol Med 52:95: spinach, n = 30
 *   Dunstan 2012             Diabetes Care, PMID 22374636: 2 min in 20, n = 19
 *   Tedeschi Filho 2012      J Vasc Surg 56:1039: high heels and emptying of the calf, n = 30
 *   Rodriguez-Mateos 2013    Am J Clin Nutr 98:1179: blueberries, n = 21
 *   Thosar 2015              Med Sci Sports Exerc 47:843: 5 min in 60, n = 12
 *   Kropp 2018               Phlebology 33:330: seated, 5.6 cm/s at rest, 107 with the heels
 *                            lifted, 194 with the toes pulled up
 *   Evans 2019               PMID 31318613: ten raises every ten minutes, n = 20, no difference
 *   Jenkins 2019             Appl Physiol Nutr Metab 44:681: stairs, three times on three days of
 *                            a week, 12 climbed and 12 did not
 *   Duran 2023               Med Sci Sports Exerc 55:847: 5 min in 30, n = 11
 */
#include "ui/learn_cards.h"

#include <assert.h>
#include <stddef.h>

#include "ui/i18n.h"

static const struct learn_topic topics[LEARN_TOPICS] = {
    [LEARN_PUMP] =
        {N_("Your second heart"),
         3,
         {{N_("The heart in the chest sends blood down with ease. On its way back up from the feet "
              "it has help."),
           N_("That help is the calf. Each time it tightens, it squeezes the veins inside it and "
              "lifts the blood a little higher."),
           NULL},
          {N_("One strong squeeze of the calf moved on more than half of the blood in the veins of "
              "the lower leg, as measured in healthy legs."),
           N_("It works only while you move. A few steps are enough to set it going."),
           "Christopoulos 1987"},
          {N_("This screen counts the beats that it can see: steps, and calf raises on the mat."),
           N_("It cannot look inside a leg. The leg you see here is an illustration from published "
              "averages, not a measurement of you."),
           NULL}}},
    [LEARN_VALVES] =
        {N_("Gates that open one way"),
         2,
         {{N_("Blood in your legs has to climb. Inside the veins sit pairs of small flaps that let "
              "it up and fold shut behind it."),
           N_("Each time your calf tightens, it squeezes the vein and sends blood to the next "
              "pair. That is the beat of your second heart."),
           NULL},
          {N_("Between two beats the blood rests on the folded flaps. From gate to gate it is "
              "handed up, like a boat in a row of locks."),
           N_("Within a few steps the pressure in a vein at the ankle falls. Standing still, it is "
              "back after about half a minute."),
           "Pollack & Wood 1949"}}},
    [LEARN_STILLNESS] =
        {N_("When you sit still"),
         2,
         {{N_("While you sit still the pump rests. Blood keeps coming down, and the veins of the "
              "lower leg slowly fill."),
           N_("After half an hour of sitting quite still, calves had grown by about one percent. "
              "That is normal, and it goes as you move."),
           "Stranden 2000"},
          {N_("It adds up over a day. In eight hours feet grew by nearly five percent in people "
              "who sat still, and by half of that in people who sat as they liked."),
           N_("With a little leg work in between it was less than one percent."), "Winkel 1986"}}},
    [LEARN_STROLL] =
        {N_("The hourly stroll"),
         2,
         {{N_("Two minutes on your feet in every hour: to the printer, to the window, to the "
              "kettle and back."),
           N_("Every step is a beat. There is no need to be fast, and a break you take of your "
              "own accord counts as well."),
           NULL},
          {N_("Short strolls were studied in small groups, from two minutes in twenty to five in "
              "sixty. Blood sugar or leg arteries fared better than with sitting on."),
           N_("Two minutes an hour is the customary advice. We know of no trial of just that."),
           "Dunstan 2012, Thosar 2015, Duran 2023"}}},
    [LEARN_RAISES] =
        {N_("Calf raises"),
         2,
         {{N_("Heels up, hold for a second, slowly down. Fifteen of them take a minute, and nobody "
              "at the next desk will notice."),
           N_("With the heels on the mat, the mat counts them for you."), NULL},
          {N_("While seated people lifted their heels, the blood behind the knee ran many times as "
              "fast as at rest."),
           N_("Raises alone may not do what a stroll does: one small study saw no difference. They "
              "are for the hours when you cannot get up."),
           "Kropp 2018, Evans 2019"}}},
    [LEARN_CIRCLES] =
        {N_("Circles and toes"),
         2,
         {{N_("Lift one foot a little and draw a slow circle with the toes, ten times each way. "
              "Then the other foot."),
           N_("Or leave the heels on the floor and pull the toes up towards the shins."), NULL},
          {N_("Pulling the toes up made the blood behind the knee run faster still than lifting "
              "the heels did, in seated people."),
           N_("No sensor here sees your ankles. The screen takes your word and notes it as just "
              "that."),
           "Kropp 2018, Stein 2009"}}},
    [LEARN_WATER] =
        {N_("A glass of water"),
         2,
         {{N_("The best of a glass of water may be the way to it. Fetch a small one, and you will "
              "be up again sooner."),
           N_("Away from the desk is all that the sensors see of it."), NULL},
          {N_("About two litres a day for women and two and a half for men are thought to be "
              "enough, and food brings part of it."),
           N_("Heat and sport ask for more. If a clinician gave you a limit, keep to that."),
           "EFSA 2010"}}},
    [LEARN_SHOES] =
        {N_("Shoes that let it work"),
         2,
         {{N_("Under a high heel the foot points down and the calf stays short. It has little way "
              "left to squeeze."),
           N_("In a flat, soft shoe the heel comes down, and the calf stretches with every step."),
           NULL},
          {N_("In high heels the calves of young women emptied less with each rise on tiptoe than "
              "they did barefoot."),
           N_("There is no need to give yours away. Slip out of them under the desk, and stroll in "
              "flat ones."),
           "Tedeschi Filho 2012"}}},
    [LEARN_SOCKS] =
        {N_("Compression socks"),
         2,
         {{N_("Ask a clinician or a pharmacist first. Size and pressure have to fit, and they are "
              "not for every leg."),
           N_("Put them on in the morning. Take them off if anything hurts, tingles or turns "
              "pale."),
           NULL},
          {N_("They press most at the ankle and less further up, so that there is less room for "
              "blood to wait in."),
           N_("In a small study the leg in such a stocking swelled less from morning to evening "
              "than the leg without."),
           "Partsch 2004"}}},
    [LEARN_FOOD] =
        {N_("Salt, berries, greens"),
         2,
         {{N_("Salt holds water in the body. Most of it comes in bread, cheese, crisps and ready "
              "meals, not from the shaker."),
           N_("Less than five grams a day is what the World Health Organization advises: about a "
              "teaspoon, all told."),
           "WHO 2012"},
          {N_("Berries, citrus fruit and leafy greens were studied for the hours after a meal: in "
              "small groups, blood vessels widened a little more readily."),
           N_("It is one meal among many. And an orange in the kitchen is a reason to get up."),
           "Morand 2011, Bondonno 2012, Rodriguez-Mateos 2013"}}},
    [LEARN_STAIRS] =
        {N_("Taking the stairs"),
         2,
         {{N_("A flight of stairs is a row of strong beats. Push off with the toes, and let the "
              "heel come down a little on the next step."),
           N_("The sensors see that you are away from the desk, and that time counts."), NULL},
          {N_("Three quick climbs a day, three days a week, made people a little fitter within "
              "six weeks, in a study of 24."),
           N_("Hold the rail if you like, and take the lift down if your knees prefer it."),
           "Jenkins 2019"}}},
    [LEARN_EVENING] =
        {N_("Legs in the evening"),
         2,
         {{N_("Heavy, aching or restless legs are common after a long day of sitting or standing."),
           N_("Put them up for a while, higher than the chest, or stroll a little. Many people "
              "find that it eases."),
           NULL},
          {N_("By day small things add up: a stroll, a few raises, flat shoes, a seat that does "
              "not "
              "press behind the knees."),
           N_("If it stays, or keeps you from sleep, ask a professional. A page in this list tells "
              "when and whom."),
           "Winkel 1986"}}},
    [LEARN_AGEING] =
        {N_("Muscle over the years"),
         2,
         {{N_("From about fifty on most people slowly lose muscle, and more of it in the legs "
              "than in the arms."),
           N_("The calf works in every step. So every step keeps it in practice."), "Janssen 2000"},
          {N_("Muscle answers to work at any age. People of about ninety were clearly stronger "
              "after eight weeks of training."),
           N_("They trained hard, with help. A stair, a raise, a stroll: small and often is a good "
              "beginning."),
           "Fiatarone 1990"}}},
};

const struct learn_topic *learn_topic(int32_t id)
{
    assert(id >= 0 && id < LEARN_TOPICS);
    return &topics[id];
}
