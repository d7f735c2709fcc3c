package org.leastaction.tf.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.leastaction.io.InputFileException;
import org.leastaction.tf.training.Checkpoints.Checkpoint;
import org.leastaction.tf.training.CheckpointFile.Contents;
import org.leastaction.tf.training.Checkpoints.Standing;

/**
 * The checkpoints of one training: two files in a folder, written alternately, so that the previous one is available if
 * the newest is damaged. Resuming from either gives the same result.
 *
 * @param <S> kind of training
 */
final class CheckpointFolder<S extends Standing> implements Checkpoints<S> {

    static final List<String> FILES = List.of("even.checkpoint", "odd.checkpoint");

    /** Writing takes at most 1 / SPARING of the time. */
    private static final long SPARING = 100;

    /** Maximum number of characters of a setting in a message. */
    private static final int LONGEST = 200;

    /** Whether the state after the last step is always written. */
    enum LastState {
        /** Always: other trainings follow, and this one must not be repeated if they are interrupted. */
        KEPT,
        /** Only if a checkpoint is due: the caller stores the results immediately. */
        IF_DUE
    }

    private final Class<S> kind;
    private final Path folder;
    private final Duration interval;
    private final Map<String, String> settings;
    private final LastState lastState;
    private long lastNanos = System.nanoTime();
    private long writingNanos;
    private int next;

    /**
     * @param kind     kind of training
     * @param interval minimum time between two checkpoints; zero to write one at every request
     * @param settings the settings that determine the training's result, as text
     */
    CheckpointFolder(Class<S> kind, Path folder, Duration interval, Map<String, String> settings, LastState lastState) {
        this.kind = kind;
        this.folder = folder;
        this.interval = interval;
        this.settings = settings;
        this.lastState = lastState;
    }

    @Override
    public Optional<Checkpoint<S>> latest(Consumer<String> remarks) throws InputFileException {
        InputFileException damage = null;
        Contents<S> newest = null;
        for (int slot = 0; slot < FILES.size(); slot++) {
            if (Files.exists(file(slot))) {
                try {
                    Contents<S> contents = CheckpointFile.read(file(slot), kind);
                    if (newest == null || steps(contents) > steps(newest)) {
                        newest = contents;
                        next = 1 - slot;
                    }
                } catch (InputFileException failure) {
                    // A checkpoint of another version is not overwritten because the other one is damaged.
                    damage = damage != null && !CheckpointFile.isDamage(damage) ? damage : failure;
                }
            }
        }
        if (newest == null) {
            if (damage == null) {
                return Optional.empty();
            }
            if (!CheckpointFile.isDamage(damage)) {
                throw new InputFileException(folder, "holds no checkpoint that can be used (" + damage.getMessage()
                        + "); delete this folder to train from the start", damage);
            }
            remarks.accept(damage.getMessage() + "; no checkpoint is whole, so the training begins again");
            return Optional.empty();
        }
        requireSame(newest.settings());
        if (damage != null) {
            remarks.accept(damage.getMessage() + "; the other checkpoint is whole and used instead");
        }
        return Optional.of(newest.checkpoint());
    }

    @Override
    public void keepIfDue(Supplier<Checkpoint<S>> checkpoint) throws IOException {
        long waited = System.nanoTime() - lastNanos;
        if (interval.isZero() || waited >= Math.max(interval.toNanos(), SPARING * writingNanos)) {
            keep(checkpoint);
        }
    }

    @Override
    public boolean keepNow(Supplier<Checkpoint<S>> checkpoint) throws IOException {
        keep(checkpoint);
        return true;
    }

    @Override
    public void keepLast(Supplier<Checkpoint<S>> checkpoint) throws IOException {
        if (lastState == LastState.KEPT) {
            keep(checkpoint);
        } else {
            keepIfDue(checkpoint);
        }
    }

    /** Writes a checkpoint over the older of the two files. */
    private void keep(Supplier<Checkpoint<S>> checkpoint) throws IOException {
        long start = System.nanoTime();
        CheckpointFile.write(file(next), settings, checkpoint.get());
        next = 1 - next;
        lastNanos = System.nanoTime();
        writingNanos = lastNanos - start;
    }

    private void requireSame(Map<String, String> kept) throws InputFileException {
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            String other = kept.get(setting.getKey());
            if (!setting.getValue().equals(other)) {
                throw new InputFileException(folder, "holds the state of another training: its " + setting.getKey()
                        + " is " + shortened(Objects.requireNonNullElse(other, "unknown")) + ", not "
                        + shortened(setting.getValue())
                        + "; ask for the same again, choose another folder, or delete this one");
            }
        }
    }

    /** Shortens a setting for a message; those of ensembles are long. */
    private static String shortened(String value) {
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
    }

    private static long steps(Contents<?> contents) {
        return contents.checkpoint().standing().steps();
    }

    private Path file(int slot) {
        return folder.resolve(FILES.get(slot));
    }
}
