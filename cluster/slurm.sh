#!/usr/bin/env bash
# Converts a folder as a Slurm array, one shard a task; `submit` sends the array and, after it, the merge.
#
#     cluster/slurm.sh submit INPUT OUTPUT SHARDS [OPTIONS OF litopys convert...]
#
# INPUT and the folder OUTPUT.shards beside OUTPUT are read and written by all nodes. LITOPYS names the binary if
# it is not in PATH, SBATCH_ACCOUNT, SBATCH_PARTITION and SBATCH_TIMELIMIT are read by sbatch itself.
#SBATCH --job-name=litopys
#SBATCH --cpus-per-task=4
#SBATCH --mem=2G
#SBATCH --requeue
set -euo pipefail

litopys=${LITOPYS:-litopys}
if [ $# -lt 4 ]; then
	echo "usage: $0 submit INPUT OUTPUT SHARDS [OPTIONS...]" >&2
	exit 2
fi
verb=$1 input=$2 output=$3 shards=$4
shift 4

# Documents that were set aside are named by the merge, which ends with 1 then; the shard is whole.
shard() {
	local code=0
	"$litopys" convert "$input" -o "$output.shards" -j "${SLURM_CPUS_PER_TASK:-1}" --shard "$SLURM_ARRAY_TASK_ID/$shards" "$@" || code=$?
	[ "$code" -le 1 ]
}

case $verb in
submit)
	# Slurm copies a script that it runs, so its path is lost there.
	array=$(sbatch --parsable --array="1-$shards" "$0" shard "$input" "$output" "$shards" "$@")
	sbatch --dependency="afterok:${array%%;*}" --kill-on-invalid-dep=yes "$0" merge "$input" "$output" "$shards"
	;;
shard) shard "$@" ;;
merge) exec "$litopys" merge "$output.shards"/shard-*.litopys -o "$output" ;;
*)
	echo "$0: there is no «$verb»; give submit, shard or merge" >&2
	exit 2
	;;
esac
