#include "base/par.h"

#include <pthread.h>

struct shared {
    const struct par_loop *loop;
    pthread_mutex_t lock;
    pthread_cond_t room, ready;
    uint64_t next, taken;  // items begun, and taken over
    uint32_t places;
    bool done[PAR_JOBS * PAR_AHEAD];  // by place
    bool stopped;
};

struct worker {
    struct shared *shared;
    uint32_t number;
    pthread_t thread;
};

uint32_t par_jobs(const struct par_loop *l)
{
    uint64_t items = l->end - l->first;
    uint32_t jobs = l->jobs < 1 ? 1 : l->jobs > PAR_JOBS ? PAR_JOBS : l->jobs;
    return jobs <= items ? jobs : items ? (uint32_t)items : 1;
}

uint32_t par_places(const struct par_loop *l)
{
    return par_jobs(l) * PAR_AHEAD;
}

// The next item that may be computed. False when there is none.
static bool begin(struct shared *s, uint64_t *item)
{
    pthread_mutex_lock(&s->lock);
    while (!s->stopped && s->next < s->loop->end && s->next >= s->taken + s->places)
        pthread_cond_wait(&s->room, &s->lock);
    bool begun = !s->stopped && s->next < s->loop->end;
    if (begun) *item = s->next++;
    pthread_mutex_unlock(&s->lock);
    return begun;
}

static void *work(void *argument)
{
    struct worker *w = argument;
    struct shared *s = w->shared;
    uint64_t item;
    while (begin(s, &item)) {
        uint32_t place = (uint32_t)(item % s->places);
        s->loop->compute(s->loop->context, w->number, item, place);
        pthread_mutex_lock(&s->lock);
        s->done[place] = true;
        pthread_cond_signal(&s->ready);
        pthread_mutex_unlock(&s->lock);
    }
    return NULL;
}

static bool asked_to_stop(const struct par_loop *l)
{
    return l->stop && l->stop(l->context);
}

// What was begun before it was stopped is still taken over.
static void take_all(struct shared *s)
{
    for (uint64_t item = s->taken; item < s->loop->end; item++) {
        uint32_t place = (uint32_t)(item % s->places);
        bool stop = asked_to_stop(s->loop);
        pthread_mutex_lock(&s->lock);
        s->stopped = s->stopped || stop;
        if (s->stopped) pthread_cond_broadcast(&s->room);
        while (!s->done[place] && !(s->stopped && item >= s->next))
            pthread_cond_wait(&s->ready, &s->lock);
        bool there = s->done[place];
        s->done[place] = false;
        pthread_mutex_unlock(&s->lock);
        if (!there) return;
        s->loop->take(s->loop->context, item, place);
        pthread_mutex_lock(&s->lock);
        s->taken = item + 1;
        pthread_cond_broadcast(&s->room);
        pthread_mutex_unlock(&s->lock);
    }
}

// Threads that can't be had are done without. False if there is none at all.
static bool run_threads(struct shared *s, uint32_t jobs)
{
    struct worker workers[PAR_JOBS];
    uint32_t started = 0;
    for (; started < jobs; started++) {
        workers[started] = (struct worker){.shared = s, .number = started};
        if (pthread_create(&workers[started].thread, NULL, work, &workers[started])) break;
    }
    if (started > 0) take_all(s);
    for (uint32_t i = 0; i < started; i++)
        pthread_join(workers[i].thread, NULL);
    return started > 0;
}

static uint64_t run_alone(const struct par_loop *l)
{
    uint64_t item = l->first;
    for (; item < l->end && !asked_to_stop(l); item++) {
        l->compute(l->context, 0, item, 0);
        l->take(l->context, item, 0);
    }
    return item - l->first;
}

uint64_t par_run(const struct par_loop *l)
{
    uint32_t jobs = par_jobs(l);
    if (jobs == 1) return run_alone(l);
    struct shared s = {.loop = l, .next = l->first, .taken = l->first};
    s.places = par_places(l);
    pthread_mutex_init(&s.lock, NULL);
    pthread_cond_init(&s.room, NULL);
    pthread_cond_init(&s.ready, NULL);
    bool ran = run_threads(&s, jobs);
    pthread_cond_destroy(&s.ready);
    pthread_cond_destroy(&s.room);
    pthread_mutex_destroy(&s.lock);
    return ran ? s.taken - l->first : run_alone(l);
}
