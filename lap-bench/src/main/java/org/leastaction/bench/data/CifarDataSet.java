package org.leastaction.bench.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.leastaction.bench.data.FileCheck.Status;
import org.leastaction.bench.data.PublishedFiles.PublishedFile;
import org.leastaction.io.InputFileException;
import org.leastaction.points.LabelledPoints;

/**
 * CIFAR-10 or CIFAR-100 with its fine labels (Krizhevsky 2009), in one of three forms: the published archive of the
 * binary version, its unpacked files, or class folders of images under {@code train} and {@code test}.
 *
 * @param records      layout of the binary version
 * @param published    its archive
 * @param folderName   of the unpacked files in the archive
 * @param trainMembers files of training records, of equal size
 * @param testMember   file of test records
 * @param nameFiles    files beside them that name the classes
 * @param fileImages   number of images in a training file
 * @param classes      names of the classes in numeric order
 */
record CifarDataSet(
        String name,
        String description,
        CifarRecords records,
        PublishedFiles published,
        String folderName,
        List<String> trainMembers,
        String testMember,
        List<String> nameFiles,
        int fileImages,
        List<String> classes)
        implements KnownDataSet {

    /** The values of the paper's code for both sets: mean and standard deviation of CIFAR-10's training pixels. */
    private static final Normalisation NORMALISATION =
            new Normalisation(List.of(0.49140, 0.48216, 0.44653), List.of(0.24703, 0.24349, 0.26159));

    private static final URI PUBLISHER = URI.create("https://www.cs.toronto.edu/~kriz/");
    private static final int TEST_IMAGES = 10_000;

    static CifarDataSet cifar10() {
        return new CifarDataSet(
                "cifar10",
                "photographs of 10 classes, 32 × 32 colour, 50,000 + 10,000",
                new CifarRecords(1, CifarClasses.TEN.size()),
                archive("cifar10", "cifar-10-binary.tar", 170_052_171,
                        "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"),
                "cifar-10-batches-bin",
                List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin",
                        "data_batch_5.bin"),
                "test_batch.bin",
                List.of("batches.meta.txt"),
                10_000,
                CifarClasses.TEN);
    }

    static CifarDataSet cifar100() {
        return new CifarDataSet(
                "cifar100",
                "photographs of 100 classes, 32 × 32 colour, 50,000 + 10,000",
                new CifarRecords(2, CifarClasses.HUNDRED.size()),
                archive("cifar100", "cifar-100-binary.tar", 168_513_733,
                        "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec"),
                "cifar-100-binary",
                List.of("train.bin"),
                "test.bin",
                List.of("fine_label_names.txt", "coarse_label_names.txt"),
                50_000,
                CifarClasses.HUNDRED);
    }

    private static PublishedFiles archive(String set, String name, long size, String packed) {
        return new PublishedFiles(
                set, PUBLISHER, List.of(new PublishedFile(name, size, new Checksum(packed), Optional.empty())));
    }

    @Override
    public Optional<PublishedFiles> files() {
        return Optional.of(published);
    }

    @Override
    public boolean isIn(Path folder) {
        return published.in(folder).size() > 0 || unpacked(folder).isPresent() || isImageForm(folder);
    }

    @Override
    public boolean recognises(Path path) {
        return Files.isDirectory(path) && isIn(path);
    }

    @Override
    public List<Path> filesIn(Path folder) throws IOException {
        List<Path> archive = published.in(folder);
        if (!archive.isEmpty()) {
            return archive;
        }
        if (unpacked(folder).isPresent()) {
            return members().map(unpacked(folder).get()::resolve).filter(Files::isRegularFile).toList();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Override
    public List<FileCheck> check(Path folder) throws IOException {
        if (!published.in(folder).isEmpty()) {
            return FileCheck.of(published, folder);
        }
        Optional<Path> unpacked = unpacked(folder);
        if (unpacked.isEmpty()) {
            return List.of(new FileCheck(name, Optional.of(folder), Status.UNKNOWN,
                    filesIn(folder).size() + " images; only the sum of " + archiveName() + " was published"));
        }
        List<FileCheck> checks = new ArrayList<>();
        for (String member : members().toList()) {
            checks.add(checkMember(unpacked.get(), member));
        }
        return checks;
    }

    private FileCheck checkMember(Path folder, String member) throws IOException {
        Path file = folder.resolve(member);
        if (!Files.isRegularFile(file)) {
            return new FileCheck(member, Optional.empty(), Status.MISSING, "not in " + folder);
        }
        long expected = records.bytes(member.equals(testMember) ? TEST_IMAGES : fileImages);
        return Files.size(file) == expected
                ? new FileCheck(member, Optional.of(file), Status.UNKNOWN,
                        "its size is right; only the sum of " + archiveName() + " was published")
                : new FileCheck(member, Optional.of(file), Status.WRONG,
                        Files.size(file) + " bytes, published are " + expected);
    }

    @Override
    public DataSet load(DataRequest request, Optional<Path> place) throws IOException {
        Path folder = place.orElseThrow();
        DataSet loaded = published.in(folder).isEmpty() && unpacked(folder).isEmpty()
                ? new ImageFolders(folder).load(name, request, NORMALISATION)
                : binary(request, folder).withClassNames(classes);
        return loaded.withUsualAugmentation(DataSet.cropFlip(loaded.normalisation()));
    }

    private DataSet binary(DataRequest request, Path folder) throws IOException {
        request.requireNoForm();
        Normalisation normalisation = NORMALISATION.replaced(request.mean(), request.std());
        Draw draw = new Draw(request.seed());
        Map<String, byte[]> contents = new HashMap<>();
        List<Path> archive = published.in(folder);
        Path source = archive.isEmpty() ? unpacked(folder).orElseThrow() : archive.get(0);
        if (archive.isEmpty()) {
            List<String> lacking = needed(request, source).stream()
                    .filter(member -> !Files.exists(source.resolve(member))).toList();
            if (!lacking.isEmpty()) {
                throw published.incomplete(source, "there is no " + String.join(", no ", lacking));
            }
            for (String member : needed(request, source)) {
                contents.put(member, records.read(source.resolve(member)));
            }
        } else {
            contents.putAll(records.read(source, members().toList()));
        }
        for (String member : archive.isEmpty() ? needed(request, source) : members().toList()) {
            if (!contents.containsKey(member)) {
                throw published.incomplete(source, "the archive has no " + member);
            }
        }
        LabelledPoints test = records.images(
                source, List.of(contents.get(testMember)), n -> request.testRows(n, draw))
                .normalised(normalisation, classes.size());
        if (!contents.containsKey(trainMembers.get(0))) {
            return DataSet.ofTest(name, test, normalisation);
        }
        List<byte[]> training = trainMembers.stream().map(contents::get).toList();
        return DataSet.of(
                name,
                records.images(source, training, n -> request.trainingRows(n, draw))
                        .normalised(normalisation, classes.size()),
                test,
                normalisation);
    }

    /** The unpacked files to read: only the test file if no training file exists or is needed. */
    private List<String> needed(DataRequest request, Path folder) {
        boolean testAlone = trainMembers.stream().noneMatch(member -> Files.exists(folder.resolve(member)));
        return testAlone && !request.purpose().needsTraining() ? List.of(testMember) : members().toList();
    }

    /** The folder of the unpacked files: this one, or the subfolder that unpacking the archive creates. */
    private Optional<Path> unpacked(Path folder) {
        return Stream.of(folder, folder.resolve(folderName))
                .filter(place -> members().anyMatch(member -> Files.isRegularFile(place.resolve(member))))
                .findFirst();
    }

    @Override
    public List<String> lacking(Path folder) {
        Optional<Path> unpacked = published.in(folder).isEmpty() ? unpacked(folder) : Optional.empty();
        return unpacked.isEmpty() ? List.of()
                : members().filter(member -> !Files.exists(unpacked.get().resolve(member))).toList();
    }

    @Override
    public Optional<String> remains(Path folder) {
        for (Path place : List.of(folder, folder.resolve(folderName), folder.resolve(python()))) {
            if (Stream.of(trainMembers.get(0), testMember).map(CifarDataSet::stem)
                    .allMatch(file -> Files.isRegularFile(place.resolve(file)))) {
                return Optional.of(place + " holds the Python version of " + name + ", which is not read; the binary"
                        + " version has " + String.join(", ", members().toList()));
            }
            boolean named = nameFiles.stream().anyMatch(file -> Files.isRegularFile(place.resolve(file)));
            if (named || (place.endsWith(folderName) && Files.isDirectory(place))) {
                return Optional.of(place + " has no " + String.join(", no ", members().toList()) + " of " + name);
            }
        }
        return Optional.empty();
    }

    /** The folder of the Python version, e.g. "cifar-10-batches-py". */
    private String python() {
        return folderName.replace("-binary", "-python").replace("-bin", "-py");
    }

    private static String stem(String member) {
        return member.substring(0, member.lastIndexOf('.'));
    }

    private boolean isImageForm(Path folder) {
        try {
            return ImageFolders.isOne(folder)
                    && (Files.isDirectory(folder.resolve("train")) || Files.isDirectory(folder.resolve("test")))
                    && new ImageFolders(folder).classes().equals(classes);
        } catch (InputFileException unreadable) {
            return false;
        }
    }

    private Stream<String> members() {
        return Stream.concat(trainMembers.stream(), Stream.of(testMember));
    }

    private String archiveName() {
        return published.files().get(0).packedName();
    }

    /** The names of CIFAR's classes in numeric order, which is alphabetical. */
    static final class CifarClasses {

        static final List<String> TEN = names("""
                airplane automobile bird cat deer dog frog horse ship truck""");

        static final List<String> HUNDRED = names("""
                apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel
                can castle caterpillar cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur
                dolphin elephant flatfish forest fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion
                lizard lobster man maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter
                palm_tree pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray road
                rocket rose sea seal shark shrew skunk skyscraper snail snake spider squirrel streetcar sunflower
                sweet_pepper table tank telephone television tiger tractor train trout tulip turtle wardrobe whale
                willow_tree wolf woman worm""");

        private CifarClasses() {}

        private static List<String> names(String text) {
            return List.of(text.strip().split("\\s+"));
        }
    }
}
