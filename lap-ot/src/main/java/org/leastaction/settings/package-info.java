/**
 * Typed settings. Each configurable component publishes a {@link org.leastaction.settings.SettingSchema}: the keys,
 * types, ranges, defaults and help of its settings. Command lines, study files, records and model folders read and
 * write {@link org.leastaction.settings.Settings} and define no keys of their own.
 *
 * <pre>{@code
 * static final Setting<Integer> WIDTH =
 *         Setting.of("width", SettingType.wholeNumber(1), 4, "hidden units of a block").reportedAs("width %s");
 * static final SettingSchema SETTINGS = SettingSchema.of(WIDTH);
 *
 * Settings settings = SETTINGS.usual().with("width", "8", "the network mlp");
 * int width = settings.get(WIDTH);
 * }</pre>
 *
 * <p>Errors are reported as a {@link org.leastaction.settings.SettingException}: one sentence that names the key and
 * the allowed values, or the nearest known key.
 */
package org.leastaction.settings;
