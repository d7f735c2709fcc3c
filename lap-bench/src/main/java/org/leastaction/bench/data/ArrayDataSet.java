package org.leastaction.bench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.leastaction.bench.data.DataRequest.Sampling;
import org.leastaction.bench.data.array.NamedArrays;
import org.leastaction.bench.data.array.NamedArrays.NamedRows;
import org.leastaction.bench.data.model.ClassNames;
import org.leastaction.flow.InputNormalisation.ChannelOrder;
import org.leastaction.flow.NamedInputs;
import org.leastaction.flow.NamedInputs.NamedInput;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;
import org.leastaction.points.io.Npy;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/**
 * A data set in NumPy arrays: a .npz file, or a folder of .npy files. The arrays are named {@code x_train},
 * {@code y_train}, {@code x_test}, {@code y_test}, of which the test arrays suffice for measuring; or {@code x},
 * {@code y}, of which a random fifth is held out. Where no labels are needed, y is not read.
 *
 * <p>x is as {@link ArrayPoints} reads it; y has n integer labels from 0.
 *
 * @param path the .npz file or the folder
 */
record ArrayDataSet(Path path) {

    private static final int HELD_OUT = 5;

    /** Whether a path is a file, or a folder that contains arrays of points. */
    static boolean isOne(Path path) {
        return !Files.isDirectory(path)
                || Files.exists(path.resolve("x.npy"))
                || Files.exists(path.resolve("x_train.npy"))
                || Files.exists(path.resolve("x_test.npy"));
    }

    DataSet load(DataRequest request) throws IOException {
        request.requireNoForm();
        Draw draw = new Draw(request.seed());
        Labelled train;
        Labelled test;
        Normalisation normalisation = Normalisation.identity().replaced(request.mean(), request.std());
        if (has("x_test") && !has("x_train") && !request.purpose().needsTraining()) {
            test = read("x_test", "y_test", request);
            return prepared(test, request, DataSet.ofTest(name(),
                    test.select(request.testRows(test.points().size(), draw))
                            .normalised(normalisation, classes(request, test.largestLabel())),
                    normalisation));
        }
        if (has("x_train") || has("x_test")) {
            train = read("x_train", "y_train", request);
            test = read("x_test", "y_test", request);
            if (!train.shape().equals(test.shape())) {
                throw new InputFileException(path, "x_train has points of shape " + train.shape() + ", x_test of "
                        + test.shape() + "; they must be alike");
            }
        } else {
            Labelled all = read("x", "y", request);
            int n = all.points().size();
            int[] order = Draw.permutation(n, draw.generation());
            int held = n / HELD_OUT;
            if (held == 0) {
                throw new InputFileException(path, "has " + n + " points; at least " + HELD_OUT
                        + " are needed to hold a fifth of them out");
            }
            test = all.select(Arrays.copyOf(order, held));
            train = all.select(Arrays.copyOfRange(order, held, n));
        }
        int classes = classes(request, Math.max(train.largestLabel(), test.largestLabel()));
        return prepared(test, request, DataSet.of(
                name(),
                train.select(request.trainingRows(train.points().size(), draw)).normalised(normalisation, classes),
                test.select(request.testRows(test.points().size(), draw)).normalised(normalisation, classes),
                normalisation));
    }

    /**
     * An array for each input of a network, as {@link NamedArrays} reads them; all samples are test points. The array of
     * a network that takes one picture or vector is read as x_test is, but it is normalised already.
     */
    DataSet load(DataRequest request, NamedInputs inputs) throws IOException {
        request.requireNoForm();
        Draw draw = new Draw(request.seed());
        NamedArrays arrays = new NamedArrays(path);
        NamedInput first = inputs.inputs().get(0);
        boolean given = !request.mean().isEmpty() || !request.std().isEmpty();
        Optional<Normalisation> stated = request.purpose().model().normalisation().map(Normalisation::of);
        if (given && stated.isEmpty()) {
            throw new IllegalArgumentException("a mean and a standard deviation apply to arrays named x, x_train and"
                    + " x_test; an array that is named as an input of the network, such as '" + first.name()
                    + "', is taken as it is");
        }
        if (inputs.inputs().size() == 1 && first.kind() == NamedInputs.Kind.NUMBERS) {
            if (has(first.name())) {
                arrays.requireType(first, array(first.name()));
            }
            Labelled test = read(first.name(), arrays.labels(inputs).orElse(NamedArrays.USUAL_LABELS), request);
            int channels = test.shape().get(test.shape().size() - 1);
            stated = stated.filter(known -> known.mean().size() == 1 || known.mean().size() == channels);
            DataSet data = prepared(test, request, DataSet.ofTest(name(),
                    test.select(request.testRows(test.points().size(), draw))
                            .normalised(Normalisation.identity(), classes(request, test.largestLabel())),
                    stated.orElse(Normalisation.identity())));
            return stated.isEmpty() ? data : data.withRemarks(List.of("'" + first.name() + "' is taken as it is; it"
                    + " should be normalised as in the model's training: " + stated.get().ofInputs().inWords()));
        }
        // A token has the label and the scores of its sample: counted by tokens, these would be repeated.
        boolean labelled = request.purpose().needsLabels() && !inputs.chooseToken();
        boolean needsLabels = labelled && request.purpose().leastClasses() > 0;
        NamedRows all = arrays.rows(inputs, needsLabels);
        if (needsLabels && all.labels().length == 0) {
            throw new InputFileException(path, "has no labels; an array '" + NamedArrays.USUAL_LABELS
                    + "' with a class for each sample, or --no-labels, which measures what needs none, is needed"
                    + request.purpose().elsePoints());
        }
        NamedRows drawn = all.select(request.testRows(all.points().size(), draw));
        Optional<Sampling> sampling = request.purpose().sampling();
        NamedRows taken = inputs.chooseToken()
                ? NamedArrays.tokens(drawn, inputs, labels -> sampling.map(chosen -> chosen.rows(labels))
                        .orElseGet(() -> IntStream.range(0, labels.length).toArray()))
                : drawn;
        List<Integer> shape = List.of(inputs.dimension());
        int[] labels = labelled ? taken.labels() : new int[0];
        LabelledPoints test = labels.length == 0
                ? new LabelledPoints(taken.points(), labels, 0, shape, taken.samples())
                : new LabelledPoints(taken.points(), labels, classes(request, Arrays.stream(labels).max().orElse(0)),
                        shape);
        return DataSet.ofTest(name(), test, Normalisation.identity()).withRemarks(all.remark().stream().toList());
    }

    private static DataSet prepared(Labelled test, DataRequest request, DataSet data) {
        return FlattenedImages.of(data.withRemarks(test.remark().stream().toList()), request, test.order());
    }

    private String name() {
        return path.getFileName().toString().replaceAll("\\.npz$", "");
    }

    /** The number of classes, at least 2. Classes without a point are known only from the network. */
    private static int classes(DataRequest request, int largestLabel) {
        return Math.max(request.purpose().leastClasses(), 1 + Math.max(1, largestLabel));
    }

    /** Points from one array with labels from another, or without labels. */
    private record Labelled(
            FloatPoints points, int[] labels, List<Integer> shape, ChannelOrder order, Optional<String> remark) {

        Labelled(ArrayPoints read, int[] labels) {
            this(read.points(), labels, read.shape(), read.order(), read.remark());
        }

        Labelled withRemark(String other) {
            return new Labelled(points, labels, shape, order, remark.or(() -> Optional.of(other)));
        }

        Labelled select(int[] rows) {
            int[] selected = labels.length == 0 ? labels : Arrays.stream(rows).map(row -> labels[row]).toArray();
            return new Labelled(points.select(rows), selected, shape, order, remark);
        }

        int largestLabel() {
            return Arrays.stream(labels).max().orElse(0);
        }

        LabelledPoints normalised(Normalisation normalisation, int classes) {
            float[] values = points.toArray();
            normalisation.applyTo(values, shape.get(shape.size() - 1));
            FloatPoints normalised = FloatPoints.wrap(values, points.size(), points.dimension());
            return labels.length == 0
                    ? LabelledPoints.unlabelled(normalised, shape)
                    : new LabelledPoints(normalised, labels, classes, shape);
        }
    }

    private Labelled read(String pointName, String labelName, DataRequest request) throws IOException {
        DataRequest.Purpose purpose = request.purpose();
        ArrayPoints points;
        try {
            points = ArrayPoints.of(pointName, array(pointName), purpose.inputShape(), request.channels());
        } catch (IllegalArgumentException refused) {
            throw new InputFileException(path, Messages.of(refused), refused);
        }
        if (!purpose.needsLabels() || (purpose.labelsAreOptional() && !has(labelName))) {
            return new Labelled(points, new int[0]);
        }
        if (!purpose.needsTraining() && !has(labelName)) {
            throw new InputFileException(path, "has " + pointName + " but no labels " + labelName
                    + "; 'lap analyze --no-labels' measures what needs none" + purpose.elsePoints());
        }
        NpyArray labels = array(labelName);
        Optional<Fault> fault = Fault.of(labels, pointName, points.points().size());
        if (fault.isEmpty()) {
            return new Labelled(points, labels.ints());
        }
        if (purpose.labelsAreOptional()) {
            return new Labelled(points, new int[0])
                    .withRemark(labelName + fault.get().fact() + fault.get().conclusion() + "; no measure uses them");
        }
        throw new InputFileException(path, labelName + fault.get().fact() + "; " + fault.get().demand()
                + purpose.elsePoints());
    }

    /**
     * Why an array does not hold classes.
     *
     * @param fact       continues the name of the array
     * @param conclusion continues the fact where labels may be left out
     * @param demand     what would be right
     */
    private record Fault(String fact, String conclusion, String demand) {

        static Optional<Fault> of(NpyArray array, String pointName, int n) {
            if (array.type() == NpyArray.Type.FLOAT32 || array.type() == NpyArray.Type.FLOAT64) {
                return Optional.of(new Fault(" holds real numbers, which are no classes", "",
                        "classes are whole numbers from 0"));
            }
            if (array.rank() != 1 || array.size() != n) {
                return Optional.of(new Fault(" has shape " + array.shape(), ", which is not one class for each point",
                        "one label for each of the " + n + " points of " + pointName + " is needed"));
            }
            long[] labels = array.longs();
            for (int i = 0; i < n; i++) {
                if (labels[i] < 0 || labels[i] >= ClassNames.MOST) {
                    return Optional.of(new Fault(": label " + labels[i] + " of point " + i
                            + (labels[i] < 0 ? " is below 0" : " is too great"), ", so these are no classes",
                            "labels number the classes from 0, of at most " + ClassNames.MOST));
                }
            }
            return Optional.empty();
        }
    }

    private boolean has(String name) throws InputFileException {
        return Files.isDirectory(path) ? Files.exists(file(name)) : Npz.names(path).contains(name);
    }

    private NpyArray array(String name) throws InputFileException {
        return Files.isDirectory(path) ? Npy.read(file(name)) : Npz.read(path, name);
    }

    private Path file(String name) {
        return path.resolve(name + ".npy");
    }

    /**
     * Images for a model that takes them flattened, if neither states whether the rows hold the channels first or last.
     */
    static final class FlattenedImages {

        private FlattenedImages() {}

        /**
         * The images of a data set in the order of the model's rows: as the model states, otherwise as requested,
         * otherwise as stored, with a remark. Other data, and data for other models, are returned unchanged.
         *
         * @param data with channels last
         * @param own  order of the channels in the files
         */
        static DataSet of(DataSet data, DataRequest request, ChannelOrder own) {
            List<Integer> image = data.test().shape();
            boolean coloured = image.size() > 2 && image.get(image.size() - 1) > 1 && image.get(0) > 1;
            if (request.purpose().inputShape().size() != 1 || !coloured) {
                return data;
            }
            ChannelOrder order = request.purpose().channels().or(request::channels).orElse(own);
            DataSet rows = order == ChannelOrder.FIRST ? data.withChannelsFirst() : data;
            return request.purpose().channels().isPresent() || request.channels().isPresent()
                    ? rows
                    : rows.withRemarks(
                            List.of("the model takes images as rows of " + request.purpose().inputShape().get(0)
                                    + " numbers; they hold the channels " + order + ", as the data do (--channels "
                                    + (order == ChannelOrder.FIRST ? ChannelOrder.LAST : ChannelOrder.FIRST)
                                    + " changes that)"));
        }
    }
}
