package org.leastaction.bench.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.leastaction.bench.data.array.NamedArrays;
import org.leastaction.bench.data.model.ClassNames;
import org.leastaction.bench.data.model.ModelInputs.Stated;
import org.leastaction.bench.data.picture.Colour;
import org.leastaction.bench.data.ArrayDataSet.FlattenedImages;
import org.leastaction.flow.InputNormalisation.ChannelOrder;
import org.leastaction.flow.NamedInputs;
import org.leastaction.io.InputFileException;
import org.leastaction.points.FloatPoints;
import org.leastaction.points.LabelledPoints;

/** The data sets that are known by name, and loading of data from paths. */
public final class DataSets {

    private static final Pattern ARCHIVE = Pattern.compile("\\.(tar|tgz|txz|tbz2?|zip|7z|rar)(\\.[a-z0-9]+)?$");

    private final List<KnownDataSet> known;

    private DataSets(List<KnownDataSet> known) {
        this.known = List.copyOf(known);
    }

    /** The data sets of this program. */
    public static DataSets standard() {
        return new DataSets(List.of(
                new GeneratedCircles(),
                IdxDataSet.mnist(),
                IdxDataSet.fashionMnist(),
                CifarDataSet.cifar10(),
                CifarDataSet.cifar100()));
    }

    /** All of them, in listing order. */
    public List<KnownDataSet> known() {
        return known;
    }

    /** Their names. */
    public List<String> names() {
        return known.stream().map(KnownDataSet::name).toList();
    }

    /**
     * The set of a given name.
     *
     * @throws UnavailableDataException if it is unknown; the message lists the known sets
     */
    public KnownDataSet named(String name) throws UnavailableDataException {
        return known.stream().filter(set -> set.name().equals(name)).findFirst().orElseThrow(() -> unknown(name));
    }

    /**
     * The folder that contains a set's files.
     *
     * @return empty if none has them, or the set is generated
     */
    public Optional<Path> find(KnownDataSet set, DataPlaces places) {
        return candidates(set, places).stream().filter(set::isIn).findFirst();
    }

    /**
     * Generates or reads the requested data: a known set, otherwise a path to a folder of CIFAR's files, to class
     * folders of pictures (see {@link ImageFolders}), to a list of pictures (see {@link PictureList}), or to arrays
     * (see {@link ArrayDataSet}).
     *
     * @throws UnavailableDataException                if the set is unknown, not found, or smaller than requested
     * @throws org.leastaction.io.InputFileException if a file is invalid
     * @throws IllegalArgumentException                if the normalisation does not fit the channels
     */
    public DataSet load(DataRequest request, DataPlaces places) throws IOException {
        DataRequest numbered = request.withClassNamesRead();
        return coloured(named(loadUnnamed(numbered, places), numbered), numbered);
    }

    /** The data, with a remark if the model takes blue first: the channels of arrays are not exchanged. */
    private static DataSet coloured(DataSet loaded, DataRequest request) {
        boolean blueFirst = request.purpose().model().pictures()
                .filter(stated -> stated.value().colour().equals(Optional.of(Colour.BGR))).isPresent();
        return blueFirst && loaded.pictures().isEmpty() && loaded.test().shape().size() == 3
                ? loaded.withRemarks(List.of("the model takes blue first; these data are not files of pictures, and"
                        + " their channels keep their order"))
                : loaded;
    }

    /** The data with the names of the classes that a file or the model gives them, where their own say nothing. */
    private static DataSet named(DataSet loaded, DataRequest request) throws InputFileException {
        Optional<Stated<ClassNames>> stated = request.purpose().model().classNames();
        if (stated.isEmpty()) {
            return loaded;
        }
        ClassNames names = stated.get().value();
        int classes = loaded.test().isLabelled() ? loaded.test().classes() : 0;
        boolean enough = names.names().size() >= classes;
        boolean given = request.classNames().isPresent();
        if (given && !enough) {
            throw new InputFileException(request.classNames().get(), "names " + names.names().size()
                    + " classes, and the data have " + classes);
        }
        boolean words = loaded.classes().areWords();
        boolean numbered = loaded.pictures().isPresent(); // by these names, or with a remark
        OptionalInt moved = words ? loaded.classes().firstMoved(names) : OptionalInt.empty();
        if (numbered || moved.isEmpty() || !request.purpose().needsLabels()) {
            return given || (!words && enough) ? loaded.withClasses(names) : loaded;
        }
        int label = moved.getAsInt();
        String permuted = "class " + label + " is '" + loaded.classNames().get(label) + "' in the data and '"
                + names.names().get(label) + "' in " + stated.get().source() + ": the classes are in another order";
        if (stated.get().binding()) {
            throw new IllegalArgumentException(permuted + (given ? "; leave --class-names out" : "")
                    + "; --label-map gives the model's class for each of the data");
        }
        return loaded.withRemarks(List.of(permuted + " (--label-map changes it)"));
    }

    private DataSet loadUnnamed(DataRequest request, DataPlaces places) throws IOException {
        if (!names().contains(request.name()) && exists(request.name())) {
            return load(request, Path.of(request.name()));
        }
        KnownDataSet set = named(request.name());
        Optional<Path> folder = find(set, places);
        if (set.files().isPresent() && folder.isEmpty()) {
            throw missing(set.name(), places);
        }
        return prepared(set, request, folder, candidates(set, places));
    }

    private static DataSet prepared(KnownDataSet set, DataRequest request, Optional<Path> folder, List<Path> searched)
            throws IOException {
        List<String> remarks = folder.isEmpty() ? List.of() : unread(set, searched).stream()
                .map(archive -> archive + " is not read; the data are read from " + folder.get()).toList();
        return FlattenedImages.of(set.load(request, folder).withRemarks(remarks), request, ChannelOrder.LAST);
    }

    /** Archives of a set that do not have the published form, in the folders that are searched. */
    private static List<Path> unread(KnownDataSet set, List<Path> places) {
        List<Path> published = new ArrayList<>();
        List<Path> archives = new ArrayList<>();
        for (Path place : places) {
            published.addAll(set.files().map(files -> files.in(place)).orElse(List.of()));
            try (Stream<Path> files = Files.isDirectory(place) ? Files.list(place) : Stream.empty()) {
                files.filter(file -> isArchive(file.getFileName().toString(), set.name())).sorted()
                        .forEach(archives::add);
            } catch (IOException | UncheckedIOException unreadable) {
                // Nothing to report for a folder that cannot be listed.
            }
        }
        archives.removeAll(published);
        return archives.stream().distinct().toList();
    }

    /** Whether a file's name is that of an archive and holds the name of a set, as in cifar-10-python.tar.gz. */
    private static boolean isArchive(String file, String set) {
        String name = file.toLowerCase(Locale.ROOT);
        return ARCHIVE.matcher(name).find() && Pattern.compile("(?<![a-z])" + set.replace("-", "") + "(?![0-9])")
                .matcher(name.replaceAll("[^a-z0-9.]", "")).find();
    }

    private List<Path> candidates(KnownDataSet set, DataPlaces places) {
        return places.candidates(set.name(), names().stream().filter(name -> !name.equals(set.name())).toList());
    }

    private DataSet load(DataRequest request, Path path) throws IOException {
        Optional<KnownDataSet> recognised = known.stream().filter(set -> set.recognises(path)).findFirst();
        if (recognised.isPresent()) {
            return prepared(recognised.get(), request, Optional.of(path), List.of(path));
        }
        Optional<String> remains = remains(path);
        if (remains.isPresent()) {
            throw new UnavailableDataException(remains.get());
        }
        if (!ArrayDataSet.isOne(path) && ImageFolders.isOne(path)) {
            String name = path.toAbsolutePath().normalize().getFileName().toString();
            return FlattenedImages.of(
                    new ImageFolders(path).load(name, request, Normalisation.identity()), request, ChannelOrder.LAST);
        }
        if (!ArrayDataSet.isOne(path) && ImageFolders.hasImagesAlone(path)) {
            String name = path.toAbsolutePath().normalize().getFileName().toString();
            return FlattenedImages.of(new ImageFolders(path).loadUnlabelled(name, request, Normalisation.identity()),
                    request, ChannelOrder.LAST);
        }
        if (PictureList.isOne(path)) {
            PictureFiles files = new PictureList(path).files(request);
            String name = path.getFileName().toString().replaceAll("\\.[^.]*$", "");
            return FlattenedImages.of(files.load(name, request, Normalisation.identity(), new Draw(request.seed())),
                    request, ChannelOrder.LAST);
        }
        Optional<NamedInputs> named = request.purpose().model().named();
        if (named.isPresent() && NamedArrays.isOne(path, named.get())) {
            return new ArrayDataSet(path).load(request, named.get());
        }
        return new ArrayDataSet(path).load(request);
    }

    /** What a folder, which holds neither arrays nor pictures, has of a known set. */
    private Optional<String> remains(Path path) {
        boolean other = !Files.isDirectory(path) || ArrayDataSet.isOne(path) || ImageFolders.hasImagesAlone(path)
                || ImageFolders.hasSeveral(path);
        return other ? Optional.empty() : known.stream().flatMap(set -> set.remains(path).stream()).findFirst();
    }

    /** The error for a set whose files are not found. */
    public UnavailableDataException missing(String name, DataPlaces places) {
        List<KnownDataSet> named = known.stream().filter(set -> set.name().equals(name)).toList();
        List<Path> archives = named.stream().flatMap(set -> unread(set, candidates(set, places)).stream()).toList();
        List<String> remains = named.stream().flatMap(set -> candidates(set, places).stream()
                .flatMap(place -> set.remains(place).stream())).distinct().toList();
        return new UnavailableDataException("the data set " + name + " was not found; looked in " + places.inWords()
                + ", and in a subfolder " + name + " of each; 'lap data get " + name
                + "' downloads it, or name the folder of its files with --data-dir"
                + remains.stream().map(remain -> "; " + remain).collect(Collectors.joining())
                + archives.stream()
                        .map(archive -> "; " + archive + " is an archive, which is not read: unpack it in its folder")
                        .collect(Collectors.joining()));
    }

    private UnavailableDataException unknown(String name) {
        return new UnavailableDataException("the data set '" + name + "' is not known, and there is no such path; known"
                + " are " + String.join(", ", names())
                + ", or name a .npz file, a folder with x.npy and y.npy, one of"
                + " class folders of pictures, or a .csv or .jsonl list of pictures");
    }

    private static boolean exists(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }

    /** The generated set "circles", of any size; by default 800 training and 200 test points. */
    private static final class GeneratedCircles implements KnownDataSet {

        private static final int TRAIN = 800;
        private static final int TEST = 200;

        @Override
        public String name() {
            return "circles";
        }

        @Override
        public String description() {
            return "two concentric circles in the plane, generated, 800 + 200 points unless --train-size and"
                    + " --test-size say otherwise";
        }

        @Override
        public Optional<PublishedFiles> files() {
            return Optional.empty();
        }

        @Override
        public DataSet load(DataRequest request, Optional<Path> folder) {
            request.requireNoForm();
            int train = request.trainSize().orElse(TRAIN);
            int test = request.testSize().orElse(TEST);
            int all = Math.addExact(train, test);
            Normalisation normalisation = Normalisation.identity().replaced(request.mean(), request.std());
            LabelledPoints drawn = request.circles().draw(all, new Draw(request.seed()).generation());
            float[] coordinates = drawn.points().toArray();
            normalisation.applyTo(coordinates, drawn.points().dimension());
            LabelledPoints points = new LabelledPoints(
                    FloatPoints.wrap(coordinates, all, drawn.points().dimension()), drawn.labels(), drawn.classes(),
                    drawn.shape());
            return DataSet.of(name(), points.rows(0, train), points.rows(train, all), normalisation);
        }
    }
}
