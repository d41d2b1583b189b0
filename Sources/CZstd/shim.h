// libzstd with its dictionary trainer.
// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <zstd.h>
#include <zdict.h>
#include <zstd_errors.h>
