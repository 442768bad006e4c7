import { bits, defineStruct, u16, u32, u64, u8 } from "../../../bytes/struct.ts";

/** Entry of $ATTRIBUTE_LIST: which record holds which attribute ("ATTRIBUTE_LIST_ENTRY"). */
export const attributeListEntry = defineStruct({
  name: "Attribute list entry",
  spec: "ATTRIBUTE_LIST_ENTRY",
  size: 26,
  fields: {
    type: u32(0, "AttributeTypeCode", { meaning: "Kind of the attribute." }),
    length: u16(4, "RecordLength", { meaning: "Bytes of the entry." }),
    nameLength: u8(6, "AttributeNameLength", { meaning: "UTF-16 units of the name." }),
    nameOffset: u8(7, "AttributeNameOffset", { meaning: "Bytes from the start of the entry." }),
    lowestVcn: u64(8, "LowestVcn", { meaning: "First cluster that the attribute maps." }),
    record: bits(16, 8, 0, 48, "SegmentReference.Number", { meaning: "Record that holds the attribute." }),
    sequence: bits(16, 8, 48, 16, "SegmentReference.Sequence", { meaning: "Its sequence number." }),
    id: u16(24, "Instance", { meaning: "Number of the attribute in that record." }),
  },
});
