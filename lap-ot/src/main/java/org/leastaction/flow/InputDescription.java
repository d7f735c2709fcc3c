package org.leastaction.flow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The inputs of a network's training, as far as they are known. A model keeps them, so that the data of a later
 * measurement are prepared in the same way and classes are numbered in the same order.
 *
 * <p>A file stores them as texts by key: those of {@link InputNormalisation} and of {@link PicturePreparation},
 * {@code class_names}, and {@code class_folders} if these differ. Both have one name a line, in numeric order. ONNX
 * files store the texts in {@code metadata_props}.
 *
 * @param normalisation of pixels or coordinates
 * @param pictures      how files of pictures were read; empty for data from elsewhere
 * @param classNames    one per class, in numeric order; empty if unknown
 * @param classFolders  names of the classes in the data, as of the folders of their pictures; equal to
 *                      {@code classNames} unless the classes are called otherwise in words, as WordNet's synsets are
 */
public record InputDescription(Optional<InputNormalisation> normalisation, Optional<PicturePreparation> pictures,
        List<String> classNames, List<String> classFolders) {

    /** Key of the names of the classes in a file's metadata. */
    public static final String CLASS_NAMES = "class_names";
    /** Key of the names of the classes' folders in a file's metadata. */
    public static final String CLASS_FOLDERS = "class_folders";
    /** Keys of the classes in a file's metadata. */
    public static final List<String> CLASS_KEYS = List.of(CLASS_NAMES, CLASS_FOLDERS);
    /** Keys of the preparation of pictures in a file's metadata. */
    public static final List<String> PICTURE_KEYS = PicturePreparation.KEYS;

    /** @throws IllegalArgumentException if there are not as many folders as names, or one of them is blank */
    public InputDescription {
        classNames = List.copyOf(classNames);
        classFolders = List.copyOf(classFolders);
        if (classNames.size() != classFolders.size()) {
            throw new IllegalArgumentException("there are " + classNames.size() + " names of classes and "
                    + classFolders.size() + " names of their folders; one of each is needed for every class");
        }
        if (classNames.stream().anyMatch(String::isBlank) || classFolders.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("the name of a class is blank: " + classNames);
        }
    }

    /** Nothing is known. */
    public static InputDescription unknown() {
        return new InputDescription(Optional.empty(), Optional.empty(), List.of(), List.of());
    }

    /** The same with a normalisation. */
    public InputDescription with(InputNormalisation newNormalisation) {
        return new InputDescription(Optional.of(newNormalisation), pictures, classNames, classFolders);
    }

    /** The same with a preparation of pictures. */
    public InputDescription with(PicturePreparation newPictures) {
        return new InputDescription(normalisation, Optional.of(newPictures), classNames, classFolders);
    }

    /**
     * The same with names of the classes.
     *
     * @throws IllegalArgumentException if there are not as many folders as names, or one of them is blank
     */
    public InputDescription withClasses(List<String> names, List<String> folders) {
        return new InputDescription(normalisation, pictures, names, folders);
    }

    /**
     * Reads the description from a file's metadata.
     *
     * @param metadata any texts by key; only those of this description are read
     * @throws IllegalArgumentException if a text is malformed; the message names its key
     */
    public static InputDescription of(Map<String, String> metadata) {
        List<String> names = lines(metadata, CLASS_NAMES);
        return new InputDescription(InputNormalisation.of(metadata), PicturePreparation.of(metadata), names,
                metadata.containsKey(CLASS_FOLDERS) ? lines(metadata, CLASS_FOLDERS) : names);
    }

    private static List<String> lines(Map<String, String> metadata, String key) {
        return metadata.containsKey(key) ? metadata.get(key).lines().map(String::strip).toList() : List.of();
    }

    /** The texts that {@link #of} reads. */
    public Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        normalisation.ifPresent(known -> metadata.putAll(known.metadata()));
        pictures.ifPresent(known -> metadata.putAll(known.metadata()));
        if (!classNames.isEmpty()) {
            metadata.put(CLASS_NAMES, text(classNames));
        }
        if (!classFolders.equals(classNames)) {
            metadata.put(CLASS_FOLDERS, text(classFolders));
        }
        return metadata;
    }

    /** One line per name: line breaks within a name become spaces. */
    private static String text(List<String> names) {
        return String.join("\n", names.stream().map(name -> name.strip().replaceAll("\\R", " ")).toList());
    }
}
