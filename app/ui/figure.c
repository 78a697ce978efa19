/* The skeleton: where the joints are in each pose. */
#include "ui/figure.h"

#include <math.h>

#include "ui/figure_size.h"

static struct draw_point add(struct draw_point a, struct draw_point b)
{
    return (struct draw_point){a.x + b.x, a.y + b.y};
}

static struct draw_point minus(struct draw_point a, struct draw_point b)
{
    return (struct draw_point){a.x - b.x, a.y - b.y};
}

/* `v` turned so that what lies to its right comes up. */
static struct draw_point turned_up(struct draw_point v, float deg)
{
    float angle = -deg * (float)M_PI / 180;

    return (struct draw_point){v.x * cosf(angle) - v.y * sinf(angle),
                               v.x * sinf(angle) + v.y * cosf(angle)};
}

/* A point of the foot as it lies now: from the ankle, in the foot's own directions. */
static struct draw_point foot_point(const struct figure_leg *leg, struct draw_point place)
{
    place.x *= leg->foot_length;
    return add(leg->ankle, turned_up(place, leg->foot_deg));
}

float figure_heel_y(const struct figure_leg *leg)
{
    return foot_point(leg, (struct draw_point){FOOT_HEEL_X, FOOT_HEEL_Y}).y + FOOT_HEEL_RADIUS;
}

float figure_ball_y(const struct figure_leg *leg)
{
    return leg->ball.y + FOOT_BALL_RADIUS;
}

/* Where two bones from `a` and `b` meet: the knee and the elbow bend to one side each. */
static struct draw_point joint_between(struct draw_point a, float a_length, struct draw_point b,
                                       float b_length, bool bends_left)
{
    struct draw_point way = minus(b, a);
    float distance = hypotf(way.x, way.y);
    float least = fabsf(a_length - b_length) + 0.01F, most = a_length + b_length - 0.01F;
    float reach = fminf(fmaxf(distance, least), most);
    float along = (reach * reach + a_length * a_length - b_length * b_length) / (2 * reach);
    float aside = sqrtf(fmaxf(0, a_length * a_length - along * along));
    struct draw_point unit = {way.x / distance, way.y / distance};
    float side = bends_left ? 1.0F : -1.0F;

    return (struct draw_point){a.x + unit.x * along - side * unit.y * aside,
                               a.y + unit.y * along + side * unit.x * aside};
}

/* A foot on its ball: hip, foot_deg and ball are known; the rest follows. */
static void stand_on_ball(struct figure_leg *leg, struct draw_point ball)
{
    const struct draw_point from_ankle = {FOOT_BALL_X, FOOT_BALL_Y};

    leg->foot_length = 1;
    leg->ankle = minus(ball, turned_up(from_ankle, leg->foot_deg));
    leg->ball = ball;
    /* With the toes up the heel is what meets the floor. */
    if (figure_heel_y(leg) > 0) {
        float sunk = figure_heel_y(leg);

        leg->ankle.y -= sunk;
        leg->ball.y -= sunk;
    }
    leg->knee = joint_between(leg->hip, THIGH_LENGTH, leg->ankle, SHANK_LENGTH, true);
}

/* A heel on the mat: foot_deg is known, the foot turns about its heel. */
static void stand_on_heel(struct figure_leg *leg, struct draw_point heel)
{
    const struct draw_point heel_from_ankle = {FOOT_HEEL_X, FOOT_HEEL_Y};
    const struct draw_point ball_from_ankle = {FOOT_BALL_X, FOOT_BALL_Y};

    leg->foot_length = 1;
    leg->ankle = minus(heel, turned_up(heel_from_ankle, leg->foot_deg));
    leg->ball = foot_point(leg, ball_from_ankle);
    leg->toes_deg = leg->foot_deg;
    leg->knee = joint_between(leg->hip, THIGH_LENGTH, leg->ankle, SHANK_LENGTH, true);
}

static float smooth(float t)
{
    t = fminf(fmaxf(t, 0), 1);
    return t * t * (3 - 2 * t);
}

static float between(float from, float to, float t)
{
    return from + (to - from) * t;
}

/* One leg's part of a stride: on the floor for the first half, through the air in the second. */
static void walk_leg(struct figure_leg *leg, float part)
{
    struct draw_point ball = {0, -FOOT_BALL_RADIUS};

    if (part < 0.5F) {
        float stance = part * 2;

        ball.x = between(WALK_FRONT_X, WALK_REAR_X, stance);
        leg->foot_deg = stance < 0.2F ? between(WALK_STRIKE_DEG, 0, smooth(stance / 0.2F))
                                      : between(0, WALK_PUSH_DEG, smooth((stance - 0.45F) / 0.55F));
        leg->toes_deg = fminf(leg->foot_deg, 0);
    } else {
        float swing = part * 2 - 1;
        float lift = sinf((float)M_PI * swing);

        ball.x = between(WALK_REAR_X, WALK_FRONT_X, (swing + smooth(swing)) / 2);
        ball.y -= WALK_LIFT * lift;
        leg->foot_deg = between(WALK_PUSH_DEG, WALK_STRIKE_DEG, smooth(swing / 0.62F));
        leg->toes_deg = leg->foot_deg < 0 ? leg->foot_deg : leg->foot_deg * 0.5F * lift;
    }
    stand_on_ball(leg, ball);
}

/* An arm that hangs from the shoulder and swings; the elbow is always a little bent. */
static void swing_arm(struct figure_arm *arm, struct draw_point shoulder, float forward_deg)
{
    float upper = (90 + forward_deg) * (float)M_PI / 180;
    float lower =
        (90 + forward_deg + between(16, 34, (forward_deg + WALK_ARM_DEG) / (2 * WALK_ARM_DEG))) *
        (float)M_PI / 180;

    arm->shoulder = shoulder;
    arm->elbow = (struct draw_point){shoulder.x + UPPER_ARM_LENGTH * cosf(upper),
                                     shoulder.y + UPPER_ARM_LENGTH * sinf(upper)};
    arm->hand = (struct draw_point){arm->elbow.x + FOREARM_LENGTH * cosf(lower),
                                    arm->elbow.y + FOREARM_LENGTH * sinf(lower)};
}

static void hold_trunk(struct figure_joints *joints, struct draw_point hip, float lean_x)
{
    joints->hip = hip;
    joints->shoulder = (struct draw_point){hip.x + lean_x, hip.y - TRUNK_LENGTH};
    joints->head = (struct draw_point){joints->shoulder.x + lean_x * 0.5F,
                                       joints->shoulder.y - HEAD_ABOVE_SHOULDER};
}

void figure_walking(float stride, struct figure_joints *joints)
{
    /* The hip is lowest with the feet apart, and rises over the foot that carries. */
    float rise = sinf(2 * (float)M_PI * stride);
    float arm_deg = WALK_ARM_DEG * cosf(2 * (float)M_PI * stride);
    struct draw_point hip = {0, WALK_HIP_Y - WALK_HIP_RISE * rise * rise};

    *joints = (struct figure_joints){0};
    hold_trunk(joints, hip, -8);
    for (int side = 0; side < FIGURE_SIDES; side++) {
        float part = stride + (side == FIGURE_NEAR ? 0 : 0.5F);
        struct draw_point shoulder = {joints->shoulder.x, joints->shoulder.y + ARM_BELOW_SHOULDER};

        joints->leg[side].hip = hip;
        walk_leg(&joints->leg[side], part - floorf(part));
        /* The arm goes back where the leg goes forward. */
        swing_arm(&joints->arm[side], shoulder, side == FIGURE_NEAR ? -arm_deg : arm_deg);
    }
}

void figure_standing(struct figure_joints *joints)
{
    *joints = (struct figure_joints){0};
    hold_trunk(joints, (struct draw_point){0, STAND_HIP_Y}, -2);
    for (int side = 0; side < FIGURE_SIDES; side++) {
        struct draw_point ball = {STAND_BALL_X - (side == FIGURE_FAR ? STAND_FAR_X : 0),
                                  -FOOT_BALL_RADIUS};
        struct draw_point shoulder = {joints->shoulder.x, joints->shoulder.y + ARM_BELOW_SHOULDER};

        joints->leg[side].hip = joints->hip;
        stand_on_ball(&joints->leg[side], ball);
        swing_arm(&joints->arm[side], shoulder, side == FIGURE_NEAR ? -4 : 7);
    }
}

void figure_carrying(struct figure_joints *joints)
{
    struct figure_arm *arm = &joints->arm[FIGURE_NEAR];

    figure_walking(CARRY_STRIDE, joints);
    arm->elbow = (struct draw_point){arm->shoulder.x + 10, arm->shoulder.y + UPPER_ARM_LENGTH};
    arm->hand = (struct draw_point){arm->elbow.x - FOREARM_LENGTH, arm->elbow.y - 14};
    arm->elbow = joint_between(arm->shoulder, UPPER_ARM_LENGTH, arm->hand, FOREARM_LENGTH, false);
}

/* Hands lie on the thighs, and go with them. */
static void rest_arms(struct figure_joints *joints)
{
    const struct figure_leg *leg = &joints->leg[FIGURE_NEAR];
    struct draw_point hand = {between(leg->hip.x, leg->knee.x, HAND_ON_THIGH),
                              between(leg->hip.y, leg->knee.y, HAND_ON_THIGH) - HAND_ABOVE_THIGH};

    for (int side = 0; side < FIGURE_SIDES; side++) {
        struct figure_arm *arm = &joints->arm[side];

        arm->shoulder = joints->shoulder;
        arm->shoulder.y += ARM_BELOW_SHOULDER;
        arm->hand = hand;
        arm->elbow = joint_between(arm->shoulder, UPPER_ARM_LENGTH, hand, FOREARM_LENGTH, false);
    }
}

/* The heel on the mat, the toes on the floor before it; `lift` brings the heel up. */
static void raise_heel(struct figure_leg *leg, float lift)
{
    leg->foot_deg = SIT_FOOT_DEG + (RAISE_DEG - SIT_FOOT_DEG) * lift;
    leg->toes_deg = 0;
    stand_on_ball(leg, (struct draw_point){SIT_BALL_X, -FOOT_BALL_RADIUS});
}

static void raise_toes(struct figure_leg *leg, float lift)
{
    struct draw_point heel;

    raise_heel(leg, 0);
    heel = foot_point(leg, (struct draw_point){FOOT_HEEL_X, FOOT_HEEL_Y});
    if (lift <= 0)
        return;
    leg->foot_deg = between(SIT_FOOT_DEG, TOES_UP_DEG, lift);
    stand_on_heel(leg, heel);
    /* On their way up the toes leave the floor last. */
    leg->toes_deg = leg->foot_deg * lift;
}

static void circle_foot(struct figure_leg *leg, float turn)
{
    float angle = 2 * (float)M_PI * turn;

    leg->ankle = (struct draw_point){CIRCLE_ANKLE_X, CIRCLE_ANKLE_Y};
    leg->foot_deg = CIRCLE_MIDDLE_DEG + CIRCLE_DEG * cosf(angle);
    leg->toes_deg = leg->foot_deg;
    leg->foot_length = CIRCLE_LENGTH + (1 - CIRCLE_LENGTH) * sinf(angle);
    leg->ball = foot_point(leg, (struct draw_point){FOOT_BALL_X, FOOT_BALL_Y});
    leg->knee = joint_between(leg->hip, THIGH_LENGTH, leg->ankle, SHANK_LENGTH, true);
}

void figure_seated(enum suggestion_kind kind, const struct guide *guide,
                   struct figure_joints *joints)
{
    struct figure_leg *near = &joints->leg[FIGURE_NEAR];

    *joints = (struct figure_joints){0};
    hold_trunk(joints, (struct draw_point){0, SIT_HIP_Y}, 12);
    joints->head.x = joints->shoulder.x - 4;
    joints->leg[FIGURE_NEAR].hip = joints->leg[FIGURE_FAR].hip = joints->hip;
    raise_heel(&joints->leg[FIGURE_FAR], kind == SUGGESTION_CALF_RAISES ? guide->lift : 0);
    if (kind == SUGGESTION_TOES_UP)
        raise_toes(near, guide->lift);
    else if (kind == SUGGESTION_ANKLE_CIRCLES)
        circle_foot(near, guide->turn);
    else
        *near = joints->leg[FIGURE_FAR];
    rest_arms(joints);
}
