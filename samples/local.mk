# SPDX-License-Identifier: GPL-3.0-or-later
# Plan folders to run; installed below $(pkgdatadir) with their paths.

nobase_dist_pkgdata_DATA += \
    samples/jakarta-24x7/README.md \
    samples/jakarta-24x7/agents.csv \
    samples/jakarta-24x7/calls/shop-chat.csv \
    samples/jakarta-24x7/calls/shop-voice.csv \
    samples/jakarta-24x7/calls/telco-voice.csv \
    samples/jakarta-24x7/events.csv \
    samples/jakarta-24x7/holidays/AU.csv \
    samples/jakarta-24x7/holidays/GB.csv \
    samples/jakarta-24x7/holidays/ID.csv \
    samples/jakarta-24x7/holidays/US.csv \
    samples/jakarta-24x7/leave.csv \
    samples/jakarta-24x7/ledger.csv \
    samples/jakarta-24x7/make-plan.py \
    samples/jakarta-24x7/queues.csv \
    samples/jakarta-24x7/requirement/survey-out.csv \
    samples/jakarta-24x7/shifts.csv \
    samples/jakarta-24x7/site.json \
    samples/jakarta-24x7/training.csv \
    samples/jakarta-24x7/wishes.csv \
    samples/manila-bank/README.md \
    samples/manila-bank/agents.csv \
    samples/manila-bank/calls/bank-voice.csv \
    samples/manila-bank/holidays/PH.csv \
    samples/manila-bank/holidays/US.csv \
    samples/manila-bank/leave.csv \
    samples/manila-bank/ledger.csv \
    samples/manila-bank/make-agents.py \
    samples/manila-bank/queues.csv \
    samples/manila-bank/requirement/bank-mail.csv \
    samples/manila-bank/shifts.csv \
    samples/manila-bank/site.json \
    samples/manila-bank/wishes.csv \
    samples/tiny/README.md \
    samples/tiny/agents.csv \
    samples/tiny/calls/shop-voice.csv \
    samples/tiny/holidays/GB.csv \
    samples/tiny/holidays/ID.csv \
    samples/tiny/leave.csv \
    samples/tiny/ledger.csv \
    samples/tiny/queues.csv \
    samples/tiny/requirement/shop-chat.csv \
    samples/tiny/shifts.csv \
    samples/tiny/site.json \
    samples/tiny/whatif/ill.json \
    samples/tiny/wishes.csv
