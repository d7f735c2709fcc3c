package org.leastaction.bench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The data sets that are known by name, and loading of data from paths. */
public final class DataSets {

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
        List<String> others = names().stream().filter(name -> !name.equals(set.name())).toList();
        return places.candidates(set.name(), others).stream().filter(set::isIn).findFirst();
    }

    /**
     * Generates or reads the requested data: a known set, otherwise a path to a folder of CIFAR's files, to class
     * folders of images (see {@link ImageFolders}), or to arrays (see {@link ArrayDataSet}).
     *
     * @throws UnavailableDataException                if the set is unknown, not found, or smaller than requested
     * @throws org.leastaction.io.InputFileException if a file is invalid
     * @throws IllegalArgumentException                if the normalisation does not fit the channels
     */
    public DataSet load(DataRequest request, DataPlaces places) throws IOException {
        if (!names().contains(request.name()) && exists(request.name())) {
            return load(request, Path.of(request.name()));
        }
        KnownDataSet set = named(request.name());
        Optional<Path> folder = find(set, places);
        if (set.files().isPresent() && folder.isEmpty()) {
            throw missing(set.name(), places);
        }
        return set.load(request, folder);
    }

    private DataSet load(DataRequest request, Path path) throws IOException {
        Optional<KnownDataSet> recognised = known.stream().filter(set -> set.recognises(path)).findFirst();
        if (recognised.isPresent()) {
            return recognised.get().load(request, Optional.of(path));
        }
        if (!ArrayDataSet.isOne(path) && ImageFolders.isOne(path)) {
            String name = path.toAbsolutePath().normalize().getFileName().toString();
            return new ImageFolders(path).load(name, request, Normalisation.identity());
        }
        return new ArrayDataSet(path).load(request);
    }

    /** The error for a set whose files are not found. */
    public UnavailableDataException missing(String name, DataPlaces places) {
        return new UnavailableDataException("the data set " + name + " was not found; looked in " + places.inWords()
                + ", and in a subfolder " + name + " of each; 'lap data get " + name
                + "' downloads it, or name the folder of its files with --data-dir");
    }

    private UnavailableDataException unknown(String name) {
        return new UnavailableDataException("the data set '" + name + "' is not known, and there is no such path; known"
                + " are " + String.join(", ", names()) + ", or name a .npz file, a folder with x.npy and y.npy, or one of"
                + " class folders of images");
    }

    private static boolean exists(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException noPath) {
            return false;
        }
    }
}
