package org.leastaction.bench.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The data sets that are known by name, and the paths that are read as such. */
public final class DataSets {

    private final List<KnownDataSet> known;

    private DataSets(List<KnownDataSet> known) {
        this.known = List.copyOf(known);
    }

    /** Those of this program. */
    public static DataSets standard() {
        return new DataSets(List.of(
                new GeneratedCircles(),
                IdxDataSet.mnist(),
                IdxDataSet.fashionMnist(),
                CifarDataSet.cifar10(),
                CifarDataSet.cifar100()));
    }

    /** All, in the order in which they are listed. */
    public List<KnownDataSet> known() {
        return known;
    }

    /** Their names. */
    public List<String> names() {
        return known.stream().map(KnownDataSet::name).toList();
    }

    /**
     * A set by its name.
     *
     * @throws UnavailableDataException if it is unknown; the message lists those that are known
     */
    public KnownDataSet named(String name) throws UnavailableDataException {
        return known.stream().filter(set -> set.name().equals(name)).findFirst().orElseThrow(() -> unknown(name));
    }

    /**
     * The folder where a set's files lie.
     *
     * @return empty if they are nowhere, or the set is generated
     */
    public Optional<Path> find(KnownDataSet set, DataPlaces places) {
        List<String> others = names().stream().filter(name -> !name.equals(set.name())).toList();
        return places.candidates(set.name(), others).stream().filter(set::isIn).findFirst();
    }

    /**
     * Makes or reads what is asked for: a known set, else a path: a folder of CIFAR's files, of class folders of images
     * (see {@link ImageFolders}), or arrays (see {@link ArrayDataSet}).
     *
     * @throws UnavailableDataException                if the set is unknown, nowhere, or smaller than asked for
     * @throws org.leastaction.io.InputFileException if a file is not what it should be
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

    /** The sentence for a set whose files are nowhere. */
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
