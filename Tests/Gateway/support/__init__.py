# What the tests of the gateway share.
# SPDX-License-Identifier: Apache-2.0
