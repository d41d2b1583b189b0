// jemalloc: an executable that links it takes its memory from it.
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <stddef.h>
#include <jemalloc/jemalloc.h>

// The version of the library that runs, "5.3.0-0-g…"; null when another allocator stands in its place.
static inline const char *assay_allocator_version(void) {
    const char *version = NULL;
    size_t size = sizeof version;
    return mallctl("version", &version, &size, NULL, 0) == 0 ? version : NULL;
}
