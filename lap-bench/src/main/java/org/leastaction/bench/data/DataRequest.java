package org.leastaction.bench.data;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Which data, how much of it and how normalised: everything that decides a {@link DataSet} but the files.
 *
 * @param name      a known set or a path
 * @param trainSize training points, drawn at random; all if empty
 * @param testSize  test points, drawn at random; all if empty. The paper measures on one random half: 5,000 for MNIST
 * @param mean      means for each channel; the set's own if the list is empty
 * @param std       standard deviations for each channel; the set's own if the list is empty
 * @param circles   the form of generated circles
 * @param seed      decides what is drawn and generated
 * @param purpose   decides which sets must be there
 */
public record DataRequest(
        String name,
        OptionalInt trainSize,
        OptionalInt testSize,
        List<Double> mean,
        List<Double> std,
        Circles circles,
        long seed,
        Purpose purpose) {

    /**
     * What the data are for.
     *
     * @param needsTraining whether there must be training points; those that are there are read in any case
     * @param leastClasses  the least number of classes, for sets whose labels do not tell; 0 where nothing is known
     */
    public record Purpose(boolean needsTraining, int leastClasses) {

        /** To train a network. */
        public static final Purpose TRAINING = new Purpose(true, 0);

        /** To measure a network of so many classes on the test points. */
        public static Purpose measuring(int classes) {
            return new Purpose(false, classes);
        }
    }

    /** @throws IllegalArgumentException if a size is below 1, or the name is blank */
    public DataRequest {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a data set needs a name or a path");
        }
        checkSize("training", trainSize);
        checkSize("test", testSize);
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        Objects.requireNonNull(circles, "circles");
        Objects.requireNonNull(purpose, "purpose");
    }

    /** All of a set, normalised in its own way, seed 0, to train on. */
    public static DataRequest of(String name) {
        return new DataRequest(
                name, OptionalInt.empty(), OptionalInt.empty(), List.of(), List.of(), Circles.defaults(), 0,
                Purpose.TRAINING);
    }

    public DataRequest withTrainSize(int newTrainSize) {
        return new DataRequest(name, OptionalInt.of(newTrainSize), testSize, mean, std, circles, seed, purpose);
    }

    public DataRequest withTestSize(int newTestSize) {
        return new DataRequest(name, trainSize, OptionalInt.of(newTestSize), mean, std, circles, seed, purpose);
    }

    public DataRequest withMean(List<Double> newMean) {
        return new DataRequest(name, trainSize, testSize, newMean, std, circles, seed, purpose);
    }

    public DataRequest withStd(List<Double> newStd) {
        return new DataRequest(name, trainSize, testSize, mean, newStd, circles, seed, purpose);
    }

    public DataRequest withCircles(Circles newCircles) {
        return new DataRequest(name, trainSize, testSize, mean, std, newCircles, seed, purpose);
    }

    public DataRequest withPurpose(Purpose newPurpose) {
        return new DataRequest(name, trainSize, testSize, mean, std, circles, seed, newPurpose);
    }

    public DataRequest withSeed(long newSeed) {
        return new DataRequest(name, trainSize, testSize, mean, std, circles, newSeed, purpose);
    }

    /** The rows of a training set of n points that this request takes. */
    int[] trainingRows(int n, Draw draw) throws UnavailableDataException {
        return rows("training", trainSize, n, draw.training());
    }

    /** The rows of a test set of n points that this request takes. */
    int[] testRows(int n, Draw draw) throws UnavailableDataException {
        return rows("test", testSize, n, draw.testing());
    }

    private int[] rows(String which, OptionalInt size, int n, Random random) throws UnavailableDataException {
        if (size.isEmpty()) {
            return IntStream.range(0, n).toArray();
        }
        if (size.getAsInt() > n) {
            throw new UnavailableDataException(name + " has " + n + " " + which + " points, fewer than the "
                    + size.getAsInt() + " asked for");
        }
        return Draw.subset(size.getAsInt(), n, random);
    }

    private static void checkSize(String which, OptionalInt size) {
        if (size.isPresent() && size.getAsInt() < 1) {
            throw new IllegalArgumentException("the " + which + " size must be at least 1, not " + size.getAsInt());
        }
    }
}
