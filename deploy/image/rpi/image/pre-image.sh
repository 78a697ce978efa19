#!/usr/bin/env bash
# rpi-image-gen calls this in this folder, with the root's folder and the one where genimage looks
# for its configuration, and with its variables.
set -euo pipefail

# shellcheck disable=SC2154 # they are rpi-image-gen's
sed -e "s|<IMAGE_NAME>|$IGconf_image_name|g" \
    -e "s|<IMAGE_SUFFIX>|$IGconf_image_suffix|g" \
    -e "s|<SECTOR_SIZE>|$IGconf_device_sector_size|g" \
    -e "s|<BOOT_SIZE>|$IGconf_image_boot_part_size|g" \
    -e "s|<ROOT_SIZE>|$IGconf_image_root_part_size|g" \
    -e "s|<DATA_SIZE>|$IGconf_image_data_part_size|g" \
    genimage.cfg.in >"$2/genimage.cfg"
