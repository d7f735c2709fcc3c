#!/usr/bin/env python3
"""Simulates a study on Spark with the measured times of its units:  scaling.py RECORDS.JSONL [UNITS]

As SparkCluster does it: the driver submits one job a unit, above 1,000 units up to ten tasks a job, and stores the outcomes one
after another, after the last submission. An executor takes the first task that is there. Its child is started anew once its start
took less than 5 % of its time. Prints the efficiency: the time of the units / (executors * duration of the study).
"""
import heapq
import json
import random
import sys

SUBMISSION = 0.020  # s of the driver for a job of one unit; measured
OUTCOME = 0.0059  # s of the driver to store an outcome; measured
START = 2.5  # s until a child is ready
SHARE = 0.05  # of a child's time that its start may take
MOST_JOBS, MOST_TASKS = 1000, 10


def duration(units, executors):
    together = -(-len(units) // MOST_JOBS)
    tasks = []  # (when it is submitted, its units)
    for job, first in enumerate(range(0, len(units), together)):
        part = units[first:first + together]
        count = min(len(part), MOST_TASKS)
        tasks += [((job + 1) * SUBMISSION, part[len(part) * i // count:len(part) * (i + 1) // count]) for i in range(count)]
    free = [(0.0, 0.0, executor) for executor in range(executors)]  # when, work of the present child
    ends = []
    for submitted, part in tasks:
        now, work, executor = heapq.heappop(free)
        now = max(now, submitted)
        for seconds in part:
            if work == 0 or START <= SHARE * (START + work):
                now, work = now + START, 0.0
            now, work = now + seconds, work + seconds
        ends.append((now, len(part)))
        heapq.heappush(free, (now, work, executor))
    stored = tasks[-1][0]
    for end, count in sorted(ends):
        stored = max(stored, end) + count * OUTCOME
    return stored


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        measured = [json.loads(line)["training"]["seconds"] for line in lines]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else len(measured)
    units = [measured[i % len(measured)] for i in range(count)]
    random.Random(1).shuffle(units)
    print(f"{count} units of {sum(units) / count:.1f} s on average, {max(units):.1f} s at most")
    for executors in (1, 8, 64, 512, 1024, 2048, 4096):
        seconds = duration(units, executors)
        print(f"{executors:5d} executors: {seconds:9.0f} s, efficiency {100 * sum(units) / (executors * seconds):.0f} %")


main()
