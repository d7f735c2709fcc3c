package org.leastaction.bench.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import org.leastaction.bench.data.model.ClassNames;
import org.leastaction.bench.data.model.ModelInputs;
import org.leastaction.bench.data.model.ModelInputs.Stated;
import org.leastaction.bench.data.picture.PictureForm;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.InputNormalisation.ChannelOrder;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.io.InputFileException;

/**
 * Which data, how much of it and how normalised: everything that determines a {@link DataSet} except the files.
 *
 * @param name      a known set or a path
 * @param trainSize training points, drawn at random; all if empty
 * @param testSize  test points, drawn at random; all if empty. The paper measures on one random half: 5,000 for MNIST
 * @param mean      one mean per channel; those of the set if the list is empty
 * @param std       one standard deviation per channel; those of the set if the list is empty
 * @param circles   parameters of generated circles
 * @param seed      seeds all random draws and generated points
 * @param purpose   determines which sets are required
 * @param channels  order of the colour channels, if neither the data nor the model determine it: in arrays of images,
 *                  and in the rows of a model that takes images flattened
 * @param pictures  form in which files of pictures are read
 * @param classNames a file with the names of the classes; those of the set if empty
 */
public record DataRequest(
        String name,
        OptionalInt trainSize,
        OptionalInt testSize,
        List<Double> mean,
        List<Double> std,
        Circles circles,
        long seed,
        Purpose purpose,
        Optional<ChannelOrder> channels,
        PictureForm pictures,
        Optional<Path> classNames) {

    /**
     * What the data are for.
     *
     * @param needsTraining whether training points are required; otherwise pictures of them are not read
     * @param leastClasses  the minimum number of classes, for sets whose labels do not determine it; 0 if unknown
     * @param inputShape    shape of the inputs of the model that takes the points; empty if unknown
     * @param needsLabels   whether labels are required
     * @param model         what is known about the inputs of the model that is measured
     * @param sampling      which test points are measured; all if empty
     */
    public record Purpose(boolean needsTraining, int leastClasses, List<Integer> inputShape, boolean needsLabels,
            ModelInputs model, Optional<Sampling> sampling) {

        /** To train a network. */
        public static final Purpose TRAINING = new Purpose(true, 0, List.of(), true, ModelInputs.unknown(),
                Optional.empty());

        public Purpose {
            inputShape = List.copyOf(inputShape);
        }

        /** To measure a network with this number of classes on the test points. */
        public static Purpose measuring(int classes) {
            return new Purpose(false, classes, List.of(), true, ModelInputs.unknown(),
                    Optional.empty());
        }

        /** To measure a network on the test points. */
        public static Purpose measuring(FlowShape network) {
            return new Purpose(false, network.classes(), network.input(), true, ModelInputs.unknown(),
                    Optional.empty());
        }

        /** Whether labels are read where the data have some: for a network without classes. */
        boolean labelsAreOptional() {
            return !needsTraining && needsLabels && leastClasses == 0 && !inputShape.isEmpty();
        }

        /** Continues the message about labels that are missing or no classes: what serves a network without classes. */
        String elsePoints() {
            return needsTraining ? ""
                    : "; of a regression or embedding network, --ending points measures everything but the accuracy";
        }

        /** The same with labels or without. */
        public Purpose withLabels(boolean needed) {
            return new Purpose(needsTraining, leastClasses, inputShape, needed, model, sampling);
        }

        /** The same for a model whose inputs are known. */
        public Purpose withModel(ModelInputs inputs) {
            return new Purpose(needsTraining, leastClasses, inputShape, needsLabels, inputs, sampling);
        }

        /** The same for some of the test points. */
        public Purpose withSampling(Sampling chosen) {
            return new Purpose(needsTraining, leastClasses, inputShape, needsLabels, model, Optional.of(chosen));
        }

        /** Order of the channels in the rows of a model that takes images flattened, if it states one. */
        Optional<ChannelOrder> channels() {
            return model.normalisation().flatMap(InputNormalisation::channelOrder);
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
    }

    /** A request for a whole set for training, with its own normalisation and seed 0. */
    public static DataRequest of(String name) {
        return new DataRequest(
                name, OptionalInt.empty(), OptionalInt.empty(), List.of(), List.of(), Circles.defaults(), 0,
                Purpose.TRAINING, Optional.empty(), PictureForm.asStored(), Optional.empty());
    }

    public DataRequest withTrainSize(int newTrainSize) {
        return new DataRequest(name, OptionalInt.of(newTrainSize), testSize, mean, std, circles, seed, purpose,
                channels, pictures, classNames);
    }

    public DataRequest withTestSize(int newTestSize) {
        return new DataRequest(name, trainSize, OptionalInt.of(newTestSize), mean, std, circles, seed, purpose,
                channels, pictures, classNames);
    }

    public DataRequest withMean(List<Double> newMean) {
        return new DataRequest(name, trainSize, testSize, newMean, std, circles, seed, purpose, channels, pictures,
                classNames);
    }

    public DataRequest withStd(List<Double> newStd) {
        return new DataRequest(name, trainSize, testSize, mean, newStd, circles, seed, purpose, channels, pictures,
                classNames);
    }

    public DataRequest withCircles(Circles newCircles) {
        return new DataRequest(name, trainSize, testSize, mean, std, newCircles, seed, purpose, channels, pictures,
                classNames);
    }

    public DataRequest withPurpose(Purpose newPurpose) {
        return new DataRequest(name, trainSize, testSize, mean, std, circles, seed, newPurpose, channels, pictures,
                classNames);
    }

    public DataRequest withSeed(long newSeed) {
        return new DataRequest(name, trainSize, testSize, mean, std, circles, newSeed, purpose, channels, pictures,
                classNames);
    }

    public DataRequest withChannels(ChannelOrder newChannels) {
        return new DataRequest(
                name, trainSize, testSize, mean, std, circles, seed, purpose, Optional.of(newChannels), pictures,
                classNames);
    }

    public DataRequest withPictures(PictureForm newPictures) {
        return new DataRequest(name, trainSize, testSize, mean, std, circles, seed, purpose, channels, newPictures,
                classNames);
    }

    public DataRequest withClassNames(Path file) {
        return new DataRequest(name, trainSize, testSize, mean, std, circles, seed, purpose, channels, pictures,
                Optional.of(file));
    }

    /**
     * The same request with the file of class names read: it takes the place of the model's class names.
     *
     * @throws InputFileException if the file cannot be read, or contradicts the names that the model itself states
     */
    DataRequest withClassNamesRead() throws InputFileException {
        if (classNames.isEmpty()) {
            return this;
        }
        Path file = classNames.get();
        ClassNames read = ClassNames.read(file);
        Optional<Stated<ClassNames>> ofModel = purpose.model().classNames();
        OptionalInt unlike = ofModel.filter(Stated::binding)
                .map(stated -> read.firstUnlike(stated.value())).orElse(OptionalInt.empty());
        if (unlike.isPresent()) {
            int label = unlike.getAsInt();
            String own = ofModel.get().value().names().get(label);
            throw new InputFileException(file, "contradicts the model: class " + label + " is '"
                    + read.names().get(label) + "' in the file and '" + own + "' in the model; leave --class-names out,"
                    + " or give both names in JSON, for folders of other names: {\"" + label + "\": [\""
                    + read.folders().get(label) + "\", \"" + own + "\"], …}");
        }
        return withPurpose(purpose.withModel(purpose.model().withClassNames(
                Optional.of(new Stated<>(read, "the file of class names", true)))));
    }

    /**
     * How classes are numbered whose labels are words: as in the file of class names or in the model itself, otherwise
     * as in files beside the model, if they name all of them, otherwise in alphabetical order.
     *
     * @param labels of the data
     */
    Numbering numbering(Collection<String> labels) {
        Optional<Stated<ClassNames>> stated = purpose.model().classNames();
        if (stated.isEmpty()) {
            return new Numbering(Optional.empty(), "", List.of());
        }
        ClassNames names = stated.get().value();
        String source = stated.get().source();
        List<String> used = classNames.isPresent() ? List.of() : List.of("classes are numbered as in " + source);
        Map<String, Integer> numbers = names.numbers();
        Optional<String> unknown = labels.stream()
                .filter(label -> numbers.getOrDefault(label, ClassNames.SEVERAL) == ClassNames.SEVERAL).findFirst();
        if (unknown.isEmpty() || (stated.get().binding() && purpose.needsLabels() && !areNumbers(labels))) {
            return new Numbering(Optional.of(names), source, used);
        }
        return new Numbering(Optional.empty(), "", List.of("classes are numbered in alphabetical order, because "
                + source + " has no class '" + unknown.get() + "'; it begins with '" + names.names().get(0)
                + "'. If the model numbers them otherwise, its accuracy is meaningless (--class-names numbers them)"));
    }

    private boolean areNumbers(Collection<String> labels) {
        return classNames.isEmpty() && labels.stream().allMatch(label -> label.matches("\\d+"));
    }

    /**
     * A numbering of classes.
     *
     * @param names   empty for the alphabetical order
     * @param source  what states the names, for messages
     * @param remarks why it was chosen
     */
    record Numbering(Optional<ClassNames> names, String source, List<String> remarks) {}

    /**
     * @throws IllegalArgumentException if a form of pictures was requested, and the data are not in files of pictures
     */
    void requireNoForm() {
        if (!pictures.equals(PictureForm.asStored())) {
            throw new IllegalArgumentException(
                    "resize, crop, interpolation and colour apply to files of pictures, not to these data");
        }
    }

    /** The rows that this request selects from a training set of n points. */
    int[] trainingRows(int n, Draw draw) throws UnavailableDataException {
        return rows("training", trainSize, n, draw.training());
    }

    /** The rows that this request selects from a test set of n points. */
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

    /** A choice of test points by their labels: pictures of the others are not decoded. Other data are read whole. */
    @FunctionalInterface
    public interface Sampling {

        /** The chosen rows, each in [0, n), in the order of the result; {@code labels} are those of all n points. */
        int[] rows(int[] labels);
    }

    /** A choice of some of n rows. */
    @FunctionalInterface
    interface RowChoice {

        /**
         * The chosen rows, each in [0, n), in the order of the result.
         *
         * @throws IOException if there are too few
         */
        int[] of(int n) throws IOException;
    }
}
