#!/bin/bash
# One shard of a study for each task of a SLURM array; the last argument is the number of shards. Submit from a folder that
# all nodes see:
#   sbatch --array=0-15 slurm-array.sh studies/table-09.yaml /scratch/me/table-09 16
# A task that was requeued continues where it was. To submit some tasks again, change only the array, e.g. --array=3,7.
# When all are done:
#   lap study merge /scratch/me/table-09/shard-* --out /scratch/me/table-09/all
#SBATCH --job-name=lap-study
#SBATCH --cpus-per-task=4
#SBATCH --mem=8G
#SBATCH --time=24:00:00
#SBATCH --requeue
#SBATCH --output=%x-%A-%a.log
## For networks of images, with the archive built by 'mvn -Pdist,gpu package':
##SBATCH --gres=gpu:1
set -euo pipefail

study=$1
folder=$2
shards=$3
lap=${LAP:-lap} # bin/lap of the release archive

# Java's heap is a part of the memory: native code needs the rest. Every shard needs the same number of threads, because
# the rounding of sums depends on it.
export LAP_JAVA_OPTIONS=${LAP_JAVA_OPTIONS:--Xmx3g}
exec "$lap" study "$study" --shard "$SLURM_ARRAY_TASK_ID/$shards" --isolate \
    --threads "$SLURM_CPUS_PER_TASK" --out "$folder/shard-$SLURM_ARRAY_TASK_ID"
