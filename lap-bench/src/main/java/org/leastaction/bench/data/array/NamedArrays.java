package org.leastaction.bench.data.array;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.leastaction.bench.data.model.ClassNames;
import org.leastaction.flow.NamedInputs;
import org.leastaction.flow.NamedInputs.Kind;
import org.leastaction.flow.NamedInputs.NamedInput;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.io.NpyArray;
import org.leastaction.points.io.Npz;

/**
 * A .npz file with an array [n, …] for each input of a network, named as the input, and optional {@code labels} [n].
 *
 * <p>Columns at the end that a mask marks as padding in every sample are left out where the network's length is free, if
 * they are the same in every sample in all arrays of that length.
 */
public record NamedArrays(Path file) {

    /** The usual name of the array of labels. */
    public static final String USUAL_LABELS = "labels";

    /** Names of an array of labels; a file has one of them at most. */
    private static final List<String> LABELS = List.of(USUAL_LABELS, "label", "y", "y_test");
    /** Names of arrays of points, by which a file is a data set of points. */
    private static final Set<String> POINTS = Set.of("x_train", "x_test");
    private static final String X = "x";

    /**
     * Arrays as rows.
     *
     * @param points  [n, d], all inputs of a sample in a row
     * @param labels  [n]; empty without labels
     * @param samples [n], the sample of each row; several rows are of one sample where they are its tokens
     * @param remark  why an array of labels was left out
     */
    public record NamedRows(FloatPoints points, int[] labels, int[] samples, Optional<String> remark) {

        /** A row for each sample. */
        NamedRows(FloatPoints points, int[] labels, Optional<String> remark) {
            this(points, labels, IntStream.range(0, points.size()).toArray(), remark);
        }

        /** Some of the samples, numbered anew. */
        public NamedRows select(int[] rows) {
            return new NamedRows(points.select(rows),
                    labels.length == 0 ? labels : Arrays.stream(rows).map(row -> labels[row]).toArray(), remark);
        }
    }

    /**
     * Whether a path is a .npz file that may have arrays for a network's inputs: they are not points named x_train or
     * x_test, and not only points x with labels.
     *
     * @throws InputFileException if it cannot be read
     */
    public static boolean mayBeOne(Path path) throws InputFileException {
        Collection<String> names = names(path);
        return names.stream().anyMatch(name -> !name.equals(X) && !(names.contains(X) && LABELS.contains(name)));
    }

    /**
     * Whether a path is a .npz file of arrays for a network's inputs: its arrays are not points named x_train or x_test,
     * nor x, unless x is one of several inputs.
     *
     * @throws InputFileException if it cannot be read
     */
    public static boolean isOne(Path path, NamedInputs inputs) throws InputFileException {
        boolean takesX = inputs.inputs().size() > 1
                && inputs.inputs().stream().anyMatch(input -> input.name().equals(X));
        Collection<String> names = names(path);
        return !names.isEmpty() && (takesX || !names.contains(X));
    }

    /** The arrays of a .npz file; none if it has points named x_train or x_test. */
    private static Collection<String> names(Path path) throws InputFileException {
        if (!Files.isRegularFile(path) || !path.getFileName().toString().endsWith(".npz")) {
            return List.of();
        }
        Collection<String> names = Npz.names(path);
        return names.stream().anyMatch(POINTS::contains) ? List.of() : names;
    }

    /**
     * What opens a network for the arrays.
     *
     * @param shapes of one sample in every array, without padding at the end of all samples
     * @param masks  what 1 marks in masks whose names leave it open, as far as the numbers tell
     */
    public record Forms(Map<String, List<Integer>> shapes, Map<String, Kind> masks) {

        public Forms {
            shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
            masks = Collections.unmodifiableMap(new LinkedHashMap<>(masks));
        }
    }

    /**
     * The shapes and masks of all arrays.
     *
     * @throws InputFileException if the file cannot be read
     */
    public Forms forms() throws InputFileException {
        Map<String, NpyArray> arrays = Npz.read(file);
        Optional<Padding> padding = Padding.of(arrays);
        Map<String, List<Integer>> shapes = new LinkedHashMap<>();
        Map<String, Kind> masks = new LinkedHashMap<>();
        arrays.forEach((name, array) -> {
            if (array.rank() > 0) {
                List<Integer> shape = new ArrayList<>(array.shape().subList(1, array.rank()));
                if (padding.filter(known -> known.concerns(name, array)).isPresent()) {
                    shape.set(0, padding.get().used());
                }
                shapes.put(name, shape);
            }
            MaskKinds.of(name, array, arrays)
                    .filter(kind -> NamedInputs.maskKind(name).equals(Optional.of(Kind.UNDECIDED_MASK)))
                    .ifPresent(kind -> masks.put(name, kind));
        });
        return new Forms(shapes, masks);
    }

    /**
     * The arrays as rows of a network's inputs. Where particles are tokens, the number of the token is 0.
     *
     * @param needsLabels whether an array of labels that holds no classes is refused; otherwise it is left out
     * @throws InputFileException if an array is missing, unknown, of another shape or type, or has a number that its
     *                            input does not take
     */
    public NamedRows rows(NamedInputs inputs, boolean needsLabels) throws InputFileException {
        Map<String, NpyArray> arrays = Npz.read(file);
        List<NamedInput> own = inputs.own();
        Optional<String> labels = labels(arrays.keySet(), inputs);
        requireNames(arrays, own, labels);
        int n = array(arrays, own.get(0).name()).rank() == 0 ? 0 : array(arrays, own.get(0).name()).shape().get(0);
        Optional<Padding> padding = Padding.of(arrays);
        for (NamedInput input : own) {
            requireShape(input, array(arrays, input.name()), n, own.get(0).name(), padding);
        }
        int d = inputs.dimension();
        if ((long) n * d > Integer.MAX_VALUE / 2) {
            throw new InputFileException(file, "has " + n + " samples of " + d + " numbers, which is too much at a"
                    + " time; split the file");
        }
        float[] numbers = new float[n * d];
        for (NamedInput input : own) {
            fill(numbers, d, inputs.column(input), input, array(arrays, input.name()));
        }
        FloatPoints points = FloatPoints.wrap(numbers, n, d);
        try {
            inputs.check(points);
        } catch (IllegalArgumentException refused) {
            throw new InputFileException(file, Messages.of(refused), refused);
        }
        if (labels.isEmpty()) {
            return new NamedRows(points, new int[0], Optional.empty());
        }
        try {
            return new NamedRows(points, classes(labels.get(), array(arrays, labels.get()), n), Optional.empty());
        } catch (InputFileException refused) {
            if (needsLabels) {
                throw refused;
            }
            return new NamedRows(points, new int[0],
                    Optional.of("'" + labels.get() + "' holds no classes; no measure uses it"));
        }
    }

    /**
     * A row for each token that is not padding: that of its sample with the number of the token, and its label.
     *
     * @param rows   of {@link #rows}
     * @param inputs with {@link NamedInputs#TOKEN}
     * @param choice chooses among the tokens of all samples, by their labels
     */
    public static NamedRows tokens(NamedRows rows, NamedInputs inputs, UnaryOperator<int[]> choice) {
        NamedInput token = inputs.token().orElseThrow();
        FloatPoints samples = rows.points();
        int d = samples.dimension();
        int length = Math.toIntExact(token.greatest() + 1);
        List<int[]> places = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            for (int t = 0; t < length; t++) {
                if (isToken(inputs, samples, i, t)) {
                    places.add(new int[] {i, t});
                }
            }
        }
        boolean labelled = rows.labels().length > 0;
        int[] labels = places.stream().mapToInt(place -> labelled ? rows.labels()[place[0]] : 0).toArray();
        int[] chosen = choice.apply(labels);
        float[] numbers = new float[Math.multiplyExact(chosen.length, d)];
        for (int k = 0; k < chosen.length; k++) {
            int[] place = places.get(chosen[k]);
            System.arraycopy(samples.array(), samples.offset() + place[0] * d, numbers, k * d, d);
            numbers[k * d + inputs.column(token)] = place[1];
        }
        return new NamedRows(FloatPoints.wrap(numbers, chosen.length, d),
                labelled ? Arrays.stream(chosen).map(row -> labels[row]).toArray() : new int[0],
                Arrays.stream(chosen).map(row -> places.get(row)[0]).toArray(), rows.remark());
    }

    private static boolean isToken(NamedInputs inputs, FloatPoints samples, int sample, int token) {
        return inputs.mask().map(mask -> token < mask.dimension()
                && mask.kind().isToken(samples.get(sample, inputs.column(mask) + token))).orElse(true);
    }

    /**
     * The name of the array of labels: labels, label, y or y_test, unless it is an input; empty if there is none.
     *
     * @throws InputFileException if the file cannot be read, or has several
     */
    public Optional<String> labels(NamedInputs inputs) throws InputFileException {
        return labels(Npz.names(file), inputs);
    }

    private Optional<String> labels(Collection<String> arrays, NamedInputs inputs) throws InputFileException {
        List<String> found = LABELS.stream().filter(arrays::contains)
                .filter(name -> inputs.inputs().stream().noneMatch(input -> input.name().equals(name))).toList();
        if (found.size() > 1) {
            throw new InputFileException(file, "has the arrays " + String.join(" and ", found)
                    + ", which may both be labels; leave one of them in it");
        }
        return found.stream().findFirst();
    }

    private void requireNames(Map<String, NpyArray> arrays, List<NamedInput> inputs, Optional<String> labels)
            throws InputFileException {
        Set<String> names = inputs.stream().map(NamedInput::name).collect(Collectors.toSet());
        String all = String.join(", ", inputs.stream().map(NamedInput::name).toList());
        for (NamedInput input : inputs) {
            if (!arrays.containsKey(input.name())) {
                throw new InputFileException(file, "has no array '" + input.name() + "'; the network takes " + all
                        + ", and the file has " + String.join(", ", arrays.keySet()));
            }
        }
        for (String name : arrays.keySet()) {
            if (!names.contains(name) && !labels.equals(Optional.of(name))) {
                throw new InputFileException(file, "has an array '" + name + "', which is no input of the network; it"
                        + " takes " + all + ", and labels are named '" + USUAL_LABELS + "'");
            }
        }
    }

    private void requireShape(NamedInput input, NpyArray array, int n, String first, Optional<Padding> padding)
            throws InputFileException {
        List<Integer> shape = array.shape();
        String name = "'" + input.name() + "' has the shape " + shape;
        List<Integer> wanted = input.shape();
        List<Integer> own = shape.isEmpty() ? List.of() : shape.subList(1, shape.size());
        boolean trimmed = !own.isEmpty() && own.size() == wanted.size() && own.get(0) > wanted.get(0)
                && own.subList(1, own.size()).equals(wanted.subList(1, wanted.size()))
                && padding.filter(known -> known.concerns(input.name(), array) && known.used() <= wanted.get(0))
                        .isPresent();
        if (!own.equals(wanted) && !trimmed) {
            throw new InputFileException(file, name + ", and the network takes [n"
                    + wanted.stream().map(extent -> ", " + extent).collect(Collectors.joining()) + "]");
        }
        if (shape.get(0) != n || n == 0) {
            throw new InputFileException(file, n == 0 ? name + "; at least one sample is needed"
                    : name + " of " + shape.get(0) + " samples, and '" + first + "' has " + n
                            + "; every array needs the same samples");
        }
        requireType(input, array);
    }

    /**
     * Checks that an array has numbers as its input takes them.
     *
     * @throws InputFileException if it has real numbers or bytes, and the input takes whole or real numbers
     */
    public void requireType(NamedInput input, NpyArray array) throws InputFileException {
        if (input.kind() == Kind.WHOLE_NUMBERS && !isWhole(array)) {
            throw new InputFileException(file, "'" + input.name() + "' has numbers of type " + array.type()
                    + ", and the network takes whole numbers (" + input.type() + "); in NumPy:"
                    + " .astype('int64')");
        }
        // Bytes are brightness before it is scaled and normalised.
        if (input.kind() == Kind.NUMBERS && input.type().contains("float") && array.isBytes()) {
            throw new InputFileException(file, "'" + input.name() + "' has bytes from 0 to 255, and the network takes "
                    + input.type() + "; give what the network takes, e.g. (x / 255 - mean) / std");
        }
    }

    /** An array that is known to be there. */
    static NpyArray array(Map<String, NpyArray> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name));
    }

    /** The numbers of a mask or of ids, for comparisons. */
    static double[] doubles(NpyArray array) {
        return isWhole(array) ? Arrays.stream(array.longs()).asDoubleStream().toArray() : array.doubles();
    }

    static boolean isWhole(NpyArray array) {
        return array.type() == NpyArray.Type.INT32 || array.type() == NpyArray.Type.INT64;
    }

    /** Writes an array into the columns of its input. */
    private void fill(float[] rows, int d, int column, NamedInput input, NpyArray array) throws InputFileException {
        double[] numbers;
        try {
            numbers = array.exactDoubles();
        } catch (IllegalArgumentException refused) {
            throw new InputFileException(file, "'" + input.name() + "': " + Messages.of(refused), refused);
        }
        int n = array.shape().get(0);
        int taken = input.dimension();
        int stride = array.size() / n;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < taken; j++) {
                double number = numbers[i * stride + j];
                if (input.kind() != Kind.NUMBERS && number != (float) number) {
                    throw new InputFileException(file, "number " + j + " of '" + input.name() + "' of sample " + i
                            + " is " + number + "; whole numbers up to 2^24 = " + NamedInputs.GREATEST_EXACT
                            + " can be read");
                }
                rows[i * d + column + j] = (float) number;
            }
        }
    }

    private int[] classes(String name, NpyArray array, int n) throws InputFileException {
        if (array.rank() != 1 || array.size() != n) {
            throw new InputFileException(file, "'" + name + "' has the shape " + array.shape() + "; one label for each"
                    + " of the " + n + " samples is needed");
        }
        int[] labels;
        try {
            labels = array.ints();
        } catch (IllegalArgumentException refused) {
            throw new InputFileException(file, "'" + name + "' is " + Messages.of(refused), refused);
        }
        for (int i = 0; i < n; i++) {
            if (labels[i] < 0 || labels[i] >= ClassNames.MOST) {
                throw new InputFileException(file, "label " + labels[i] + " of sample " + i + " in '" + name
                        + "' is out of range; labels number the classes from 0, of at most " + ClassNames.MOST);
            }
        }
        return labels;
    }
}
