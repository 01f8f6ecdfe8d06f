/* Writes as many files of the same sizes as a list says: the least that any generator can take.
 *
 *   floor LIST FOLDER THREADS
 *
 * In comes a list with a line “SIZE PATH” for each file, and a line “d PATH” for each folder before
 * what lies in it; out go files in a folder that does not exist yet. Never reads what it is compared
 * with.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Small enough to stay in the processor's cache, as pages do that were made just before. */
enum { PIECE = 1 << 16, AT_ONCE = 64, MOST_THREADS = 256 };

struct entry { char *path; size_t size; };

static struct entry *entries;
static size_t count, room, next_entry;
static char piece[PIECE];

static void fail(const char *what) { perror(what); exit(1); }

static void add(char *path, size_t size) {
    if (count == room) {
        room = room ? room * 2 : 1024;
        entries = realloc(entries, room * sizeof *entries);
        if (!entries) fail("memory");
    }
    entries[count++] = (struct entry){path, size};
}

static void read_list(const char *name) {
    FILE *list = fopen(name, "r");
    char *line = NULL;
    size_t held = 0;
    ssize_t length;
    if (!list) fail(name);
    while ((length = getline(&line, &held, list)) > 0) {
        if (line[length - 1] == '\n') line[length - 1] = 0;
        char *path = strchr(line, ' ') + 1;
        if (*line != 'd') add(strdup(path), strtoull(line, NULL, 10));
        else if (mkdir(path, 0755)) fail(path);
    }
    free(line);
    fclose(list);
}

static void write_file(const struct entry *entry) {
    int file = open(entry->path, O_WRONLY | O_CREAT | O_EXCL, 0644);
    if (file < 0) fail(entry->path);
    for (size_t left = entry->size; left;) {
        ssize_t done = write(file, piece, left < PIECE ? left : PIECE);
        if (done < 0) fail(entry->path);
        left -= (size_t)done;
    }
    close(file);
}

static void *work(void *unused) {
    for (;;) {
        size_t first = __atomic_fetch_add(&next_entry, AT_ONCE, __ATOMIC_RELAXED);
        if (first >= count) return unused;
        for (size_t at = first; at < first + AT_ONCE && at < count; at++) write_file(&entries[at]);
    }
}

int main(int given, char **words) {
    pthread_t threads[MOST_THREADS];
    if (given != 4) return 2;
    int wanted = atoi(words[3]);
    if (wanted < 1 || wanted > MOST_THREADS) return 2;
    memset(piece, 'x', PIECE);
    char *list = realpath(words[1], NULL);
    if (!list || mkdir(words[2], 0755) || chdir(words[2])) fail(words[2]);
    read_list(list);
    for (int n = 0; n < wanted; n++)
        if (pthread_create(&threads[n], NULL, work, NULL)) fail("thread");
    for (int n = 0; n < wanted; n++) pthread_join(threads[n], NULL);
    return 0;
}
