// Colours of charts: each stands out from its page, and no two look alike, also to people who see no
// red, no green or no blue.
#include "report/svg_int.h"

#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct colour {
    double channel[3];  // red, green and blue of light, or of what is made of them
};

static double linear(unsigned level)
{
    double v = level / 255.0;
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static struct colour light_of(const char *hex)
{
    unsigned level[3];
    assert_int_equal(sscanf(hex, "#%2x%2x%2x", &level[0], &level[1], &level[2]), 3);
    return (struct colour){{linear(level[0]), linear(level[1]), linear(level[2])}};
}

static struct colour through(const double matrix[3][3], struct colour c)
{
    struct colour out = {{0}};
    for (int i = 0; i < 3; i++)
        for (int k = 0; k < 3; k++)
            out.channel[i] += matrix[i][k] * c.channel[k];
    return out;
}

// WCAG 2.2: contrast ratio.
static double contrast(const char *a, const char *b)
{
    static const double weight[3] = {0.2126, 0.7152, 0.0722};
    struct colour x = light_of(a), y = light_of(b);
    double one = 0.05, other = 0.05;
    for (int i = 0; i < 3; i++) {
        one += weight[i] * x.channel[i];
        other += weight[i] * y.channel[i];
    }
    return one > other ? one / other : other / one;
}

// Oklab times 100, after B. Ottosson: equal distances look about equally different.
static struct colour seen(struct colour c)
{
    static const double to_cones[3][3] = {{0.4122214708, 0.5363325363, 0.0514459929},
                                          {0.2119034982, 0.6806995451, 0.1073969566},
                                          {0.0883024619, 0.2817188376, 0.6299787005}};
    static const double to_lab[3][3] = {{21.04542553, 79.36177850, -0.40720468},
                                        {197.79984951, -242.85922050, 45.05937099},
                                        {2.59040371, 78.27717662, -80.86757660}};
    for (int i = 0; i < 3; i++)
        c.channel[i] = fmax(c.channel[i], 0);
    struct colour cones = through(to_cones, c);
    for (int i = 0; i < 3; i++)
        cones.channel[i] = cbrt(cones.channel[i]);
    return through(to_lab, cones);
}

// Without cones for red, green or blue: Machado, Oliveira and Fernandes 2009, severity 1.
static const double EYES[4][3][3] = {
    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
    {{0.152286, 1.052583, -0.204868},
     {0.114503, 0.786281, 0.099216},
     {-0.003882, -0.048116, 1.051998}},
    {{0.367322, 0.860646, -0.227968},
     {0.280085, 0.672501, 0.047413},
     {-0.011820, 0.042940, 0.968881}},
    {{1.255528, -0.076749, -0.178779},
     {-0.078411, 0.930809, 0.147602},
     {0.004733, 0.691367, 0.303900}},
};

static double difference(int eye, const char *a, const char *b)
{
    struct colour x = seen(through(EYES[eye], light_of(a))),
                  y = seen(through(EYES[eye], light_of(b)));
    double sum = 0;
    for (int i = 0; i < 3; i++)
        sum += (x.channel[i] - y.channel[i]) * (x.channel[i] - y.channel[i]);
    return sqrt(sum);
}

static void every_colour_stands_out_from_its_page(void **state)
{
    (void)state;
    for (uint32_t i = 0; i <= SVG_INKS; i++) {
        assert_true(contrast(svg_ink(i), "#ffffff") >= 3);
        assert_true(contrast(svg_ink_dark(i), SVG_DARK_PAPER) >= 3);
    }
}

static void no_two_colours_look_alike(void **state)
{
    (void)state;
    static const double least[4] = {9, 7, 7, 5};
    for (uint32_t i = 0; i < SVG_INKS; i++)
        for (uint32_t k = 0; k < i; k++)
            for (int eye = 0; eye < 4; eye++) {
                assert_true(difference(eye, svg_ink(i), svg_ink(k)) >= least[eye]);
                assert_true(difference(eye, svg_ink_dark(i), svg_ink_dark(k)) >= least[eye]);
            }
}

// The marker of a line without what its colour says.
static struct str marker_of(struct arena *a, uint32_t ink)
{
    struct text out = {.arena = a};
    struct svg g = {.out = &out};
    svg_marker(&g, 0, 0, ink);
    struct str s = text_str(&out);
    size_t end = str_find(s, 'z');
    return STR_JOINED(a, str_cut(s, 0, end), ink < SVG_INKS / 2 ? STR("full") : STR("hollow"));
}

// Where colour fails, dash and marker tell. The grey lines have no marker.
static void lines_differ_in_dash_and_marker(void **state)
{
    (void)state;
    struct arena a = {0};
    struct text none = {.arena = &a};
    struct svg g = {.out = &none};
    for (uint32_t i = 0; i < SVG_INKS; i++)
        for (uint32_t k = 0; k < i; k++) {
            assert_string_not_equal(svg_dash(i), svg_dash(k));
            assert_false(str_eq(marker_of(&a, i), marker_of(&a, k)));
        }
    svg_marker(&g, 0, 0, SVG_INKS);
    assert_int_equal(none.len, 0);
    arena_free(&a);
}

// ---- drawings ----------------------------------------------------------------------------------

static const char *drawn(struct arena *a, const struct chart *c, enum svg_form form)
{
    struct text out = {.arena = a};
    svg_chart(&out, c, STR("c"), form);
    return str_to_c(a, text_str(&out));
}

// Thin lines that lead from a line to its name.
static int leaders_of(struct arena *a, const struct chart *c)
{
    int count = 0;
    const char *at = drawn(a, c, SVG_BROAD);
    while ((at = strstr(at, "fill=\"none\" stroke=\"#0072b2\" d=\""))) {
        at++;
        count++;
    }
    return count;
}

// The start tag of a text in a picture.
static const char *tag_of(struct arena *a, const char *picture, const char *text)
{
    const char *at = strstr(picture, str_to_c(a, str_format(a, ">%s</text>", text))),
               *from = at;
    assert_non_null(at);
    while (strncmp(from, "<text", 5) != 0)
        from--;
    return str_to_c(a, str_format(a, "%.*s", (int)(at - from), from));
}

// Nothing is drawn where a line has no points: neither in a gap nor behind its last one.
static void lines_end_where_their_points_end(void **state)
{
    (void)state;
    struct arena a = {0};
    const double x[] = {1, 2, 3, 4}, y[] = {1, 2, 3, 4};
    const bool parted[] = {false, false, true, false};
    struct chart c = {.kind = CHART_LINES, .divisor = 1, .title = STR("t")};
    struct chart_line l = {
        .name = STR("own"), .x = x, .y = y, .parted = parted, .count = COUNT_OF(x)};
    VEC_PUSH(&a, &c.lines, l);
    assert_int_equal(leaders_of(&a, &c), 1);
    const char *path = strstr(drawn(&a, &c, SVG_BROAD), "stroke-linejoin=\"round\" d=\"M");
    assert_non_null(path);
    assert_non_null(memchr(strchr(path, 'L'), 'M', strcspn(strchr(path, 'L'), "/")));
    VEC_PUSH(&a, &c.rules, ((struct chart_rule){STR("8"), 0, 8}));
    assert_int_equal(leaders_of(&a, &c), 0);
    arena_free(&a);
}

// Of two values of which one changes nothing, that one's text stands beside the other's bar.
static void no_text_lies_on_the_other_bar(void **state)
{
    (void)state;
    struct arena a = {0};
    struct chart c = {.kind = CHART_RANGES, .divisor = 1, .title = STR("t"), .at = 10};
    VEC_PUSH(&a, &c.parts, STR("low value"));
    VEC_PUSH(&a, &c.parts, STR("high value"));
    struct chart_range r = {.name = STR("x"), .low = 20, .high = 10};
    r.low_text = STR("0.5");
    r.high_text = STR("1.0");
    VEC_PUSH(&a, &c.ranges, r);
    assert_non_null(strstr(tag_of(&a, drawn(&a, &c, SVG_BROAD), "1.0"), "\"end\""));
    assert_non_null(strstr(tag_of(&a, drawn(&a, &c, SVG_BROAD), "0.5"), "\"start\""));
    c.ranges.at[0].low = 0;
    assert_non_null(strstr(tag_of(&a, drawn(&a, &c, SVG_BROAD), "1.0"), "\"start\""));
    c.ranges.at[0].low = 10;
    c.ranges.at[0].high = 20;
    assert_non_null(strstr(tag_of(&a, drawn(&a, &c, SVG_BROAD), "0.5"), "\"end\""));
    arena_free(&a);
}

// The first number of an axis that begins at the edge of a phone is moved in.
static void numbers_of_an_axis_stay_in_the_picture(void **state)
{
    (void)state;
    struct arena a = {0};
    const double edges[] = {160000, 170000, 180000}, shares[] = {0.5, 0.5};
    struct chart c = {.kind = CHART_HILLS, .divisor = 1, .title = STR("t")};
    struct chart_hill h = {.name = STR("own"), .edges = edges, .shares = shares, .count = 2};
    h.low = h.middle = h.high = 170000;
    VEC_PUSH(&a, &c.hills, h);
    const char *tag = tag_of(&a, drawn(&a, &c, SVG_NARROW), "160,000");
    double x = strtod(strstr(tag, "x=\"") + 3, NULL);
    assert_true(x >= svg_width(STR("160,000")) / 2);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_colour_stands_out_from_its_page),
        cmocka_unit_test(no_two_colours_look_alike),
        cmocka_unit_test(lines_differ_in_dash_and_marker),
        cmocka_unit_test(lines_end_where_their_points_end),
        cmocka_unit_test(no_text_lies_on_the_other_bar),
        cmocka_unit_test(numbers_of_an_axis_stay_in_the_picture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
