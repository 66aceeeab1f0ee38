// Made by `npm run generate` from rules/findings/. Do not edit.

export type FindingCode =
  | 'XW-C0001'
  | 'XW-C0002'
  | 'XW-C0003'
  | 'XW-C0010'
  | 'XW-C0011'
  | 'XW-C0020'
  | 'XW-C0030'
  | 'XW-C0031'
  | 'XW-C0032'
  | 'XW-C0033'
  | 'XW-C0034'
  | 'XW-C0035'
  | 'XW-C0036'
  | 'XW-C0037'
  | 'XW-C0038'
  | 'XW-C0039'
  | 'XW-C0040'
  | 'XW-C0041'
  | 'XW-C0042'
  | 'XW-C0043'
  | 'XW-C0044'
  | 'XW-C0045'
  | 'XW-C0046'
  | 'XW-C0047'
  | 'XW-C0048'
  | 'XW-C0049'
  | 'XW-C0050'
  | 'XW-C0051'
  | 'XW-C0052'
  | 'XW-C0053'
  | 'XW-C0054'
  | 'XW-C0055'
  | 'XW-C0056'
  | 'XW-C0057'
  | 'XW-C0058'
  | 'XW-C0059'
  | 'XW-C0060'
  | 'XW-C0061'
  | 'XW-C0062'
  | 'XW-C0063'
  | 'XW-C0070'
  | 'XW-C0071'
  | 'XW-C0072'
  | 'XW-C0073'
  | 'XW-C0074'
  | 'XW-C0075'
  | 'XW-C0076'
  | 'XW-C0077'
  | 'XW-C0078'
  | 'XW-C0080'
  | 'XW-C0081'
  | 'XW-C0085'
  | 'XW-C0090'
  | 'XW-C0093'
  | 'XW-C0094'
  | 'XW-C0096'
  | 'XW-C0100'
  | 'XW-C0101'
  | 'XW-C0102'
  | 'XW-C0290'
  | 'XW-C0291'
  | 'XW-C0300'
  | 'XW-C0301'
  | 'XW-C0302'
  | 'XW-C0303'
  | 'XW-C0306'
  | 'XW-C0307'
  | 'XW-C0308'
  | 'XW-C0309'
  | 'XW-C0311'
  | 'XW-C0312'
  | 'XW-C0313'
  | 'XW-C0314'
  | 'XW-C0316'
  | 'XW-C0317'
  | 'XW-C0319'
  | 'XW-C0320'
  | 'XW-C0321'
  | 'XW-C0323'
  | 'XW-C0324'
  | 'XW-C0325'
  | 'XW-C0326'
  | 'XW-C0327'
  | 'XW-C0328'
  | 'XW-C0329'
  | 'XW-C0330'
  | 'XW-C0331'
  | 'XW-C0332'
  | 'XW-C0333'
  | 'XW-C0334'
  | 'XW-C0335'
  | 'XW-C0336'
  | 'XW-C0337'
  | 'XW-C0338'
  | 'XW-C0339'
  | 'XW-C0340'
  | 'XW-C0345'
  | 'XW-C0500'
  | 'XW-C0501'
  | 'XW-C0502'
  | 'XW-C0503'
  | 'XW-C0504'
  | 'XW-C0505'
  | 'XW-C0601'
  | 'XW-C0602'
  | 'XW-C0603'
  | 'XW-C0604'
  | 'XW-C0605'
  | 'XW-C0606'
  | 'XW-C0607'
  | 'XW-C0608'
  | 'XW-C0609'
  | 'XW-C0610'
  | 'XW-C0611'
  | 'XW-C0612'
  | 'XW-C0613'
  | 'XW-C0650'
  | 'XW-C0651'
  | 'XW-C0652'
  | 'XW-C0653'
  | 'XW-C0654'
  | 'XW-C0660'
  | 'XW-C0661'
  | 'XW-C0662'
  | 'XW-C0663'
  | 'XW-C0664'
  | 'XW-C0670'
  | 'XW-C0671'
  | 'XW-D0001'
  | 'XW-D0002'
  | 'XW-D0003'
  | 'XW-D0004'
  | 'XW-D0005'
  | 'XW-D0006'
  | 'XW-D0007'
  | 'XW-D0008'
  | 'XW-D0009'
  | 'XW-D0010'
  | 'XW-D0011'
  | 'XW-D0012'
  | 'XW-D0013'
  | 'XW-D0014'
  | 'XW-D0030'
  | 'XW-D0031'
  | 'XW-D0101'
  | 'XW-D0103'
  | 'XW-D0104'
  | 'XW-D0105'
  | 'XW-D0106'
  | 'XW-D0107'
  | 'XW-D0108'
  | 'XW-D0109'
  | 'XW-D0110'
  | 'XW-D0111'
  | 'XW-D0112'
  | 'XW-D0113'
  | 'XW-D0114'
  | 'XW-D0115'
  | 'XW-D0116'
  | 'XW-D0117'
  | 'XW-D0118'
  | 'XW-D0119'
  | 'XW-D0120'
  | 'XW-D0121'
  | 'XW-D0122'
  | 'XW-D0123'
  | 'XW-D0500'
  | 'XW-D0501'
  | 'XW-D0502'
  | 'XW-D0503'
  | 'XW-D0600'
  | 'XW-D0602'
  | 'XW-D0604'
  | 'XW-D0700'
  | 'XW-D0701'
  | 'XW-D0702'
  | 'XW-D0801'
  | 'XW-D0802'
  | 'XW-D0803'
  | 'XW-F0001'
  | 'XW-F0002'
  | 'XW-F0003'
  | 'XW-F0004'
  | 'XW-F0010'
  | 'XW-F0011'
  | 'XW-F0012'
  | 'XW-F0013'
  | 'XW-F0014'
  | 'XW-F0015'
  | 'XW-F0016'
  | 'XW-F0017'
  | 'XW-F0018'
  | 'XW-F0019'
  | 'XW-F0020'
  | 'XW-F0021'
  | 'XW-F0022'
  | 'XW-F0024'
  | 'XW-F0025'
  | 'XW-F0026'
  | 'XW-F0027'
  | 'XW-P0001'
  | 'XW-P0002'
  | 'XW-P0003'
  | 'XW-P0004'
  | 'XW-P0005'
  | 'XW-P0006'
  | 'XW-P0010'
  | 'XW-P0011'
  | 'XW-P0012'
  | 'XW-P0020'
  | 'XW-P0021'
  | 'XW-P0022'
  | 'XW-P0023'
  | 'XW-P0024'
  | 'XW-P0200'
  | 'XW-P0201'
  | 'XW-P0202'
  | 'XW-P0203'
  | 'XW-P0205'
  | 'XW-P0206'
  | 'XW-P0207'
  | 'XW-P0208'
  | 'XW-P0209'
  | 'XW-P0210'
  | 'XW-P0211'
  | 'XW-P0212'
  | 'XW-P0213'
  | 'XW-P0214'
  | 'XW-P0215'
  | 'XW-P0216'
  | 'XW-P0217'
  | 'XW-P0220'
  | 'XW-P0221'
  | 'XW-P0222'
  | 'XW-P0223'
  | 'XW-P0224'
  | 'XW-P0225'
  | 'XW-P0226'
  | 'XW-P0227'
  | 'XW-P0228'
  | 'XW-P0229'
  | 'XW-P0230'
  | 'XW-P0231'
  | 'XW-P0232'
  | 'XW-P0233'
  | 'XW-P0234'
  | 'XW-P0236'
  | 'XW-P0237'
  | 'XW-P0238'
  | 'XW-P0400'
  | 'XW-P0401'
  | 'XW-P0402'
  | 'XW-P0403'
  | 'XW-P0404'
  | 'XW-P0405'
  | 'XW-P0406'
  | 'XW-P0407'
  | 'XW-P0408'
  | 'XW-P0409'
  | 'XW-P0410'
  | 'XW-P0411'
  | 'XW-P0413'
  | 'XW-P0414'
  | 'XW-P0415'
  | 'XW-P0416'
  | 'XW-P0431'
  | 'XW-P0441'
  | 'XW-P0442'
  | 'XW-P0443'
  | 'XW-P0444'
  | 'XW-P0445'
  | 'XW-P0446'
  | 'XW-P0448'
  | 'XW-P0449'
  | 'XW-P0460'
  | 'XW-P0461'
  | 'XW-R0001'
  | 'XW-R0002'
  | 'XW-R0003'
  | 'XW-R0004'
  | 'XW-R0005'
  | 'XW-R0006'
  | 'XW-R0007'
  | 'XW-R0008'
  | 'XW-R0009'
  | 'XW-R0010'
  | 'XW-R0011'
  | 'XW-R0012'
  | 'XW-R0013'
  | 'XW-R0014'
  | 'XW-R0017'
  | 'XW-R0018'
  | 'XW-R0019'
  | 'XW-R0020'
  | 'XW-R0021'
  | 'XW-R0022'
  | 'XW-R0023'
  | 'XW-R0024'
  | 'XW-R0025'
  | 'XW-R0026'
  | 'XW-R0027'
  | 'XW-R0028'
  | 'XW-R0030'
  | 'XW-R0031'
  | 'XW-R0032'
  | 'XW-R0033'
  | 'XW-R0034'
  | 'XW-R0035'
  | 'XW-R0040'
  | 'XW-R0041'
  | 'XW-R0046'
  | 'XW-R0050'
  | 'XW-R0051'
  | 'XW-R0052'
  | 'XW-R0053'
  | 'XW-R0054'
  | 'XW-R0055'
  | 'XW-R0056'
  | 'XW-R0057'
  | 'XW-R0058'
  | 'XW-R0059'
  | 'XW-R0069'
  | 'XW-R0080'
  | 'XW-R0081'
  | 'XW-R0082'
  | 'XW-R0083'
  | 'XW-R0084'
  | 'XW-R0085'
  | 'XW-R0086'
  | 'XW-R0087'
  | 'XW-R0088'
  | 'XW-R0089'
  | 'XW-R0090'
  | 'XW-R0091'
  | 'XW-R0092'
  | 'XW-R0093'
  | 'XW-R0094'
  | 'XW-R0095'
  | 'XW-R0096'
  | 'XW-R0097'
  | 'XW-R0098'
  | 'XW-R0100'
  | 'XW-R0101'
  | 'XW-R0102'
  | 'XW-R0103'
  | 'XW-R0104'
  | 'XW-R0105'
  | 'XW-R0106'
  | 'XW-R0107'
  | 'XW-R0108'
  | 'XW-R0109'
  | 'XW-R0110'
  | 'XW-R0111'
  | 'XW-R0112'
  | 'XW-R0113'
  | 'XW-R0114'
  | 'XW-R0115'
  | 'XW-R0116'
  | 'XW-R0117'
  | 'XW-R0118'
  | 'XW-R0119'
  | 'XW-R0120'
  | 'XW-R0150'
  | 'XW-R0151'
  | 'XW-R0152'
  | 'XW-R0153'
  | 'XW-R0154'
  | 'XW-R0155'
  | 'XW-R0156'
  | 'XW-R0158'
  | 'XW-R0159'
  | 'XW-R0160'
  | 'XW-R0200'
  | 'XW-R0201'
  | 'XW-R0202'
  | 'XW-R0203'
  | 'XW-R0204'
  | 'XW-R0250'
  | 'XW-R0260'
  | 'XW-R0261'
  | 'XW-R0262'
  | 'XW-R0263'
  | 'XW-R0264'
  | 'XW-R0265'
  | 'XW-R0300'
  | 'XW-R0301'
  | 'XW-R0302'
  | 'XW-R0303'
  | 'XW-S0001'
  | 'XW-S0002'
  | 'XW-S0020'
  | 'XW-S0021'
  | 'XW-S0022'
  | 'XW-S0023'
  | 'XW-S0024'
  | 'XW-S0025'
  | 'XW-S0026'
  | 'XW-S0100'
  | 'XW-S0101'
  | 'XW-S0102'
  | 'XW-S0103'
  | 'XW-S0104'
  | 'XW-S0105'
  | 'XW-S0106'
  | 'XW-S0107'
  | 'XW-S0108'
  | 'XW-S0109'
  | 'XW-S0110'
  | 'XW-S0111'
  | 'XW-S0120'
  | 'XW-S0121'
  | 'XW-S0122'
  | 'XW-S0123'
  | 'XW-S0124'
  | 'XW-S0130'
  | 'XW-S0131'
  | 'XW-S0201'
  | 'XW-S0202'
  | 'XW-S0203'
  | 'XW-S0204'
  | 'XW-S0205'
  | 'XW-S0206'
  | 'XW-S0207'
  | 'XW-S0208'
  | 'XW-S0209'
  | 'XW-S0210'
  | 'XW-S0300'
  | 'XW-S0301'
  | 'XW-S0302'
  | 'XW-S0401'
  | 'XW-S0402'
  | 'XW-S0403'
  | 'XW-S0404'
  | 'XW-S0406'
  | 'XW-S0407'
  | 'XW-S0408'
  | 'XW-S0409'
  | 'XW-S0410'
  | 'XW-S0411'
  | 'XW-S0412'
  | 'XW-S0413'
  | 'XW-S0414'
  | 'XW-S0415'
  | 'XW-S0416'
  | 'XW-S0417'
  | 'XW-S0418'
  | 'XW-S0419'
  | 'XW-S0420'
  | 'XW-S0421'
  | 'XW-S0440'
  | 'XW-S0441'
  | 'XW-S0442'
  | 'XW-S0443'
  | 'XW-S0444'
  | 'XW-S0445'
  | 'XW-S0446'
  | 'XW-S0447'
  | 'XW-S0448'
  | 'XW-S0449'
  | 'XW-S0455'
  | 'XW-S0601'
  | 'XW-S0602'
  | 'XW-S0603'
  | 'XW-S0604'
  | 'XW-S0605'
  | 'XW-S0606'
  | 'XW-S0607'
  | 'XW-S0608'
  | 'XW-S0609'
  | 'XW-S0610'
  | 'XW-S0611'
  | 'XW-S0612'
  | 'XW-S0613'
  | 'XW-S0614'
  | 'XW-S0615'
  | 'XW-S0616'
  | 'XW-S0619'
  | 'XW-S0620'
  | 'XW-S0621'
  | 'XW-S0622'
  | 'XW-S0623'
  | 'XW-S0624'
  | 'XW-S0625'
  | 'XW-S0626'
  | 'XW-S0627'
  | 'XW-S0628'
  | 'XW-S0629'
  | 'XW-S0630'
  | 'XW-S0631'
  | 'XW-S0701'
  | 'XW-S0702'
  | 'XW-S0703'
  | 'XW-S0704'
  | 'XW-S0705'
  | 'XW-S0706'
  | 'XW-S0707'
  | 'XW-S0708'
  | 'XW-S0709'
  | 'XW-S0710'
  | 'XW-S0711'
  | 'XW-S0712'
  | 'XW-S0713'
  | 'XW-S0714'
  | 'XW-S0715'
  | 'XW-S0716'
  | 'XW-S0717'
  | 'XW-S0718'
  | 'XW-S0719'
  | 'XW-S0720'
  | 'XW-S0721'
  | 'XW-S0722'
  | 'XW-S0801'
  | 'XW-S0900'
  | 'XW-S0901'
  | 'XW-S0902'
  | 'XW-S0903'
  | 'XW-S0904'
  | 'XW-S0905'
  | 'XW-S0906'
  | 'XW-S0907'
  | 'XW-S0908'
  | 'XW-S0909'
  | 'XW-S0910'
  | 'XW-S0911'
  | 'XW-S0912'
  | 'XW-S0913'
  | 'XW-S0914'
  | 'XW-S0915'
  | 'XW-T0001'
  | 'XW-T0010'
  | 'XW-T0011'
  | 'XW-T0012'
  | 'XW-T0013'
  | 'XW-T0014'
  | 'XW-T0015'
  | 'XW-T0016'
  | 'XW-T0017'
  | 'XW-T0020'
  | 'XW-T0021'
  | 'XW-T0022'
  | 'XW-T0023'
  | 'XW-T0024'
  | 'XW-T0025'
  | 'XW-T0030'
  | 'XW-T0031'
  | 'XW-T0032'
  | 'XW-T0040'
  | 'XW-T0041'
  | 'XW-T0042'
  | 'XW-T0043'
  | 'XW-T0044'
  | 'XW-T0050'
  | 'XW-T0051'
  | 'XW-T0052'
  | 'XW-T0053'
  | 'XW-T0060'
  | 'XW-T0061'
  | 'XW-T0070'
  | 'XW-T0071'
  | 'XW-T0072'
  | 'XW-T0080'
  | 'XW-T0081'
  | 'XW-T0082'
  | 'XW-T0083'
  | 'XW-T0084'
  | 'XW-T0085'
  | 'XW-T0090'
  | 'XW-T0091'
  | 'XW-T0092'
  | 'XW-T0093'
  | 'XW-T0094'
  | 'XW-T0095'
  | 'XW-T0096'
  | 'XW-T0097'
  | 'XW-T0098'
  | 'XW-T0099'

export interface FindingData {
  'XW-C0001': { readonly option: string | number; readonly value: string | number }
  'XW-C0002': { readonly what: string | number; readonly name: string | number }
  'XW-C0003': { readonly part: string | number }
  'XW-C0010': { readonly option: string | number; readonly value: string | number }
  'XW-C0011': { readonly option: string | number; readonly value: string | number }
  'XW-C0020': { readonly name: string | number; readonly target: string | number }
  'XW-C0030': { readonly name: string | number }
  'XW-C0031': { readonly name: string | number; readonly target: string | number }
  'XW-C0032': { readonly name: string | number; readonly target: string | number }
  'XW-C0033': { readonly name: string | number; readonly action: string | number }
  'XW-C0034': { readonly name: string | number; readonly type: string | number; readonly referenced: string | number }
  'XW-C0035': { readonly name: string | number }
  'XW-C0036': { readonly index: string | number; readonly length: string | number; readonly column: string | number }
  'XW-C0037': { readonly index: string | number }
  'XW-C0038': { readonly index: string | number }
  'XW-C0039': { readonly index: string | number; readonly method: string | number }
  'XW-C0040': { readonly index: string | number; readonly length: string | number; readonly column: string | number }
  'XW-C0041': { readonly index: string | number; readonly length: string | number; readonly column: string | number }
  'XW-C0042': { readonly index: string | number }
  'XW-C0043': { readonly index: string | number }
  'XW-C0044': { readonly index: string | number; readonly method: string | number }
  'XW-C0045': { readonly index: string | number }
  'XW-C0046': { readonly columns: string | number; readonly name: string | number }
  'XW-C0047': { readonly index: string | number; readonly column: string | number; readonly max: string | number }
  'XW-C0048': { readonly index: string | number; readonly reason: string | number }
  'XW-C0049': { readonly kind: string | number; readonly index: string | number; readonly column: string | number }
  'XW-C0050': { readonly column: string | number }
  'XW-C0051': { readonly column: string | number; readonly type: string | number }
  'XW-C0052': { readonly column: string | number }
  'XW-C0053': { readonly column: string | number; readonly how: string | number }
  'XW-C0054': { readonly column: string | number }
  'XW-C0055': { readonly column: string | number }
  'XW-C0056': { readonly column: string | number; readonly trigger: string | number }
  'XW-C0057': { readonly column: string | number }
  'XW-C0058': { readonly column: string | number; readonly reason: string | number }
  'XW-C0059': { readonly column: string | number; readonly reason: string | number }
  'XW-C0060': { readonly name: string | number; readonly reason: string | number }
  'XW-C0061': { readonly name: string | number }
  'XW-C0062': { readonly name: string | number; readonly column: string | number }
  'XW-C0063': { readonly kind: string | number; readonly name: string | number; readonly bytes: string | number; readonly max: string | number }
  'XW-C0070': { readonly kind: string | number; readonly name: string | number; readonly key: string | number }
  'XW-C0071': { readonly table: string | number; readonly reason: string | number }
  'XW-C0072': { readonly table: string | number; readonly expression: string | number; readonly column: string | number }
  'XW-C0073': { readonly table: string | number }
  'XW-C0074': { readonly table: string | number }
  'XW-C0075': { readonly table: string | number }
  'XW-C0076': { readonly table: string | number }
  'XW-C0077': { readonly table: string | number; readonly partition: string | number }
  'XW-C0078': { readonly name: string | number }
  'XW-C0080': { readonly name: string | number }
  'XW-C0081': { readonly name: string | number; readonly option: string | number }
  'XW-C0085': { readonly name: string | number; readonly bound: string | number; readonly value: string | number; readonly target: string | number }
  'XW-C0090': { readonly name: string | number }
  'XW-C0093': { readonly name: string | number }
  'XW-C0094': { readonly name: string | number }
  'XW-C0096': { readonly name: string | number; readonly columns: string | number }
  'XW-C0100': { readonly statement: string | number; readonly message: string | number }
  'XW-C0101': { readonly statement: string | number; readonly message: string | number }
  'XW-C0102': { readonly statement: string | number; readonly message: string | number }
  'XW-C0290': { readonly folder: string | number }
  'XW-C0291': { readonly folder: string | number; readonly problem: string | number }
  'XW-C0300': { readonly kind: string | number; readonly name: string | number }
  'XW-C0301': { readonly name: string | number }
  'XW-C0302': { readonly name: string | number }
  'XW-C0303': { readonly name: string | number }
  'XW-C0306': { readonly name: string | number }
  'XW-C0307': { readonly hint: string | number }
  'XW-C0308': { readonly name: string | number }
  'XW-C0309': { readonly name: string | number; readonly what: string | number }
  'XW-C0311': { readonly name: string | number }
  'XW-C0312': { readonly done: string | number }
  'XW-C0313': { readonly text: string | number }
  'XW-C0314': { readonly text: string | number; readonly type: string | number }
  'XW-C0316': { readonly from: string | number; readonly to: string | number }
  'XW-C0317': { readonly name: string | number }
  'XW-C0319': { readonly text: string | number; readonly type: string | number }
  'XW-C0320': { readonly text: string | number }
  'XW-C0321': { readonly name: string | number; readonly target: string | number }
  'XW-C0323': Readonly<Record<never, never>>
  'XW-C0324': Readonly<Record<never, never>>
  'XW-C0325': Readonly<Record<never, never>>
  'XW-C0326': Readonly<Record<never, never>>
  'XW-C0327': Readonly<Record<never, never>>
  'XW-C0328': Readonly<Record<never, never>>
  'XW-C0329': { readonly name: string | number }
  'XW-C0330': Readonly<Record<never, never>>
  'XW-C0331': Readonly<Record<never, never>>
  'XW-C0332': Readonly<Record<never, never>>
  'XW-C0333': Readonly<Record<never, never>>
  'XW-C0334': Readonly<Record<never, never>>
  'XW-C0335': Readonly<Record<never, never>>
  'XW-C0336': Readonly<Record<never, never>>
  'XW-C0337': Readonly<Record<never, never>>
  'XW-C0338': Readonly<Record<never, never>>
  'XW-C0339': { readonly name: string | number }
  'XW-C0340': Readonly<Record<never, never>>
  'XW-C0345': Readonly<Record<never, never>>
  'XW-C0500': { readonly what: string | number; readonly name: string | number; readonly construct: string | number }
  'XW-C0501': { readonly what: string | number; readonly name: string | number; readonly text: string | number; readonly problem: string | number }
  'XW-C0502': { readonly what: string | number; readonly name: string | number; readonly problem: string | number }
  'XW-C0503': { readonly facet: string | number; readonly what: string | number; readonly name: string | number; readonly version: string | number }
  'XW-C0504': { readonly what: string | number; readonly name: string | number; readonly text: string | number }
  'XW-C0505': { readonly what: string | number; readonly name: string | number; readonly limit: string | number }
  'XW-C0601': { readonly name: string | number; readonly reason: string | number }
  'XW-C0602': { readonly name: string | number; readonly reason: string | number }
  'XW-C0603': { readonly name: string | number; readonly target: string | number; readonly rules: string | number }
  'XW-C0604': { readonly rule: string | number; readonly locator: string | number }
  'XW-C0605': { readonly rule: string | number; readonly what: string | number; readonly instead: string | number }
  'XW-C0606': { readonly name: string | number; readonly type: string | number; readonly rule: string | number }
  'XW-C0607': { readonly name: string | number; readonly columns: string | number; readonly rule: string | number }
  'XW-C0608': { readonly rule: string | number; readonly table: string | number; readonly columns: string | number }
  'XW-C0609': { readonly statement: string | number; readonly needed: string | number }
  'XW-C0610': { readonly rule: string | number; readonly table: string | number; readonly column: string | number; readonly what: string | number }
  'XW-C0611': { readonly rule: string | number; readonly columns: string | number; readonly table: string | number }
  'XW-C0612': { readonly table: string | number; readonly column: string | number; readonly reason: string | number }
  'XW-C0613': { readonly rule: string | number; readonly table: string | number; readonly column: string | number }
  'XW-C0650': { readonly count: string | number; readonly owners: string | number }
  'XW-C0651': { readonly table: string | number; readonly tablespace: string | number }
  'XW-C0652': { readonly count: string | number }
  'XW-C0653': { readonly table: string | number; readonly extension: string | number }
  'XW-C0654': { readonly name: string | number }
  'XW-C0660': { readonly what: string | number; readonly account: string | number }
  'XW-C0661': { readonly table: string | number; readonly engine: string | number }
  'XW-C0662': { readonly what: string | number; readonly parts: string | number }
  'XW-C0663': { readonly table: string | number }
  'XW-C0664': { readonly what: string | number; readonly charset: string | number }
  'XW-C0670': { readonly what: string | number }
  'XW-C0671': { readonly what: string | number; readonly source: string | number; readonly target: string | number }
  'XW-D0001': { readonly table: string | number }
  'XW-D0002': { readonly table: string | number }
  'XW-D0003': { readonly column: string | number; readonly table: string | number; readonly reason: string | number }
  'XW-D0004': { readonly reason: string | number }
  'XW-D0005': { readonly table: string | number; readonly done: string | number; readonly chunks: string | number }
  'XW-D0006': { readonly table: string | number }
  'XW-D0007': { readonly reason: string | number }
  'XW-D0008': { readonly count: string | number; readonly column: string | number; readonly table: string | number; readonly became: string | number; readonly reason: string | number }
  'XW-D0009': { readonly count: string | number; readonly table: string | number; readonly reason: string | number; readonly column: string | number }
  'XW-D0010': { readonly table: string | number; readonly zone: string | number }
  'XW-D0011': { readonly count: string | number; readonly table: string | number; readonly moment: string | number }
  'XW-D0012': { readonly path: string | number; readonly table: string | number }
  'XW-D0013': { readonly table: string | number }
  'XW-D0014': { readonly table: string | number; readonly engine: string | number }
  'XW-D0030': { readonly column: string | number; readonly table: string | number; readonly reason: string | number }
  'XW-D0031': { readonly reason: string | number }
  'XW-D0101': Readonly<Record<never, never>>
  'XW-D0103': Readonly<Record<never, never>>
  'XW-D0104': Readonly<Record<never, never>>
  'XW-D0105': Readonly<Record<never, never>>
  'XW-D0106': Readonly<Record<never, never>>
  'XW-D0107': Readonly<Record<never, never>>
  'XW-D0108': Readonly<Record<never, never>>
  'XW-D0109': Readonly<Record<never, never>>
  'XW-D0110': Readonly<Record<never, never>>
  'XW-D0111': Readonly<Record<never, never>>
  'XW-D0112': Readonly<Record<never, never>>
  'XW-D0113': Readonly<Record<never, never>>
  'XW-D0114': Readonly<Record<never, never>>
  'XW-D0115': Readonly<Record<never, never>>
  'XW-D0116': Readonly<Record<never, never>>
  'XW-D0117': Readonly<Record<never, never>>
  'XW-D0118': Readonly<Record<never, never>>
  'XW-D0119': Readonly<Record<never, never>>
  'XW-D0120': Readonly<Record<never, never>>
  'XW-D0121': Readonly<Record<never, never>>
  'XW-D0122': Readonly<Record<never, never>>
  'XW-D0123': Readonly<Record<never, never>>
  'XW-D0500': { readonly table: string | number; readonly differing: string | number; readonly missing: string | number; readonly extra: string | number }
  'XW-D0501': { readonly column: string | number; readonly table: string | number; readonly reason: string | number }
  'XW-D0502': { readonly table: string | number; readonly reason: string | number }
  'XW-D0503': { readonly table: string | number; readonly rows: string | number; readonly values: string | number }
  'XW-D0600': { readonly table: string | number; readonly rows: string | number; readonly limit: string | number }
  'XW-D0602': { readonly rows: string | number; readonly table: string | number; readonly column: string | number }
  'XW-D0604': { readonly table: string | number; readonly reason: string | number }
  'XW-D0700': { readonly columns: string | number; readonly table: string | number }
  'XW-D0701': { readonly column: string | number; readonly table: string | number; readonly labels: string | number }
  'XW-D0702': { readonly table: string | number; readonly reason: string | number }
  'XW-D0801': Readonly<Record<never, never>>
  'XW-D0802': Readonly<Record<never, never>>
  'XW-D0803': Readonly<Record<never, never>>
  'XW-F0001': { readonly name: string | number }
  'XW-F0002': { readonly name: string | number }
  'XW-F0003': { readonly name: string | number }
  'XW-F0004': { readonly name: string | number }
  'XW-F0010': { readonly name: string | number }
  'XW-F0011': { readonly name: string | number }
  'XW-F0012': { readonly name: string | number }
  'XW-F0013': { readonly name: string | number }
  'XW-F0014': { readonly name: string | number }
  'XW-F0015': { readonly name: string | number }
  'XW-F0016': { readonly name: string | number }
  'XW-F0017': { readonly name: string | number }
  'XW-F0018': { readonly name: string | number }
  'XW-F0019': { readonly name: string | number }
  'XW-F0020': { readonly name: string | number }
  'XW-F0021': { readonly name: string | number }
  'XW-F0022': { readonly name: string | number }
  'XW-F0024': { readonly name: string | number }
  'XW-F0025': { readonly name: string | number }
  'XW-F0026': { readonly name: string | number }
  'XW-F0027': { readonly name: string | number }
  'XW-P0001': { readonly found: string | number }
  'XW-P0002': { readonly what: string | number }
  'XW-P0003': { readonly code: string | number }
  'XW-P0004': { readonly limit: string | number }
  'XW-P0005': { readonly limit: string | number }
  'XW-P0006': { readonly bytes: string | number }
  'XW-P0010': { readonly construct: string | number }
  'XW-P0011': { readonly clause: string | number; readonly function: string | number }
  'XW-P0012': Readonly<Record<never, never>>
  'XW-P0020': { readonly clause: string | number }
  'XW-P0021': Readonly<Record<never, never>>
  'XW-P0022': { readonly name: string | number }
  'XW-P0023': { readonly construct: string | number }
  'XW-P0024': { readonly clause: string | number }
  'XW-P0200': { readonly words: string | number }
  'XW-P0201': { readonly name: string | number }
  'XW-P0202': { readonly name: string | number; readonly other: string | number }
  'XW-P0203': { readonly statement: string | number; readonly name: string | number }
  'XW-P0205': { readonly name: string | number; readonly problem: string | number }
  'XW-P0206': { readonly column: string | number }
  'XW-P0207': { readonly type: string | number }
  'XW-P0208': { readonly column: string | number }
  'XW-P0209': { readonly table: string | number; readonly column: string | number }
  'XW-P0210': { readonly parts: string | number }
  'XW-P0211': { readonly table: string | number; readonly what: string | number }
  'XW-P0212': { readonly engine: string | number }
  'XW-P0213': { readonly what: string | number; readonly table: string | number }
  'XW-P0214': { readonly action: string | number }
  'XW-P0215': { readonly table: string | number }
  'XW-P0216': { readonly table: string | number }
  'XW-P0217': { readonly statement: string | number; readonly table: string | number }
  'XW-P0220': { readonly statement: string | number }
  'XW-P0221': { readonly statement: string | number }
  'XW-P0222': { readonly path: string | number }
  'XW-P0223': { readonly what: string | number; readonly name: string | number }
  'XW-P0224': { readonly statement: string | number }
  'XW-P0225': { readonly name: string | number }
  'XW-P0226': { readonly command: string | number }
  'XW-P0227': { readonly action: string | number }
  'XW-P0228': { readonly name: string | number }
  'XW-P0229': { readonly command: string | number; readonly file: string | number }
  'XW-P0230': { readonly what: string | number; readonly problem: string | number }
  'XW-P0231': { readonly statement: string | number }
  'XW-P0232': { readonly effect: string | number; readonly statement: string | number }
  'XW-P0233': { readonly table: string | number; readonly trigger: string | number }
  'XW-P0234': { readonly statement: string | number }
  'XW-P0236': { readonly files: string | number }
  'XW-P0237': { readonly file: string | number }
  'XW-P0238': { readonly statements: string | number }
  'XW-P0400': { readonly name: string | number; readonly found: string | number }
  'XW-P0401': { readonly name: string | number; readonly found: string | number }
  'XW-P0402': { readonly name: string | number }
  'XW-P0403': { readonly name: string | number }
  'XW-P0404': { readonly name: string | number; readonly found: string | number }
  'XW-P0405': { readonly name: string | number; readonly language: string | number }
  'XW-P0406': { readonly name: string | number }
  'XW-P0407': { readonly text: string | number }
  'XW-P0408': { readonly count: string | number }
  'XW-P0409': Readonly<Record<never, never>>
  'XW-P0410': Readonly<Record<never, never>>
  'XW-P0411': { readonly what: string | number; readonly name: string | number }
  'XW-P0413': { readonly text: string | number }
  'XW-P0414': { readonly name: string | number }
  'XW-P0415': { readonly name: string | number; readonly variable: string | number }
  'XW-P0416': { readonly name: string | number; readonly count: string | number }
  'XW-P0431': { readonly name: string | number }
  'XW-P0441': { readonly name: string | number }
  'XW-P0442': { readonly name: string | number }
  'XW-P0443': { readonly name: string | number }
  'XW-P0444': { readonly name: string | number }
  'XW-P0445': { readonly name: string | number }
  'XW-P0446': { readonly name: string | number }
  'XW-P0448': { readonly name: string | number }
  'XW-P0449': { readonly name: string | number }
  'XW-P0460': { readonly name: string | number }
  'XW-P0461': { readonly name: string | number }
  'XW-R0001': { readonly kind: string | number; readonly name: string | number }
  'XW-R0002': { readonly what: string | number }
  'XW-R0003': { readonly what: string | number }
  'XW-R0004': Readonly<Record<never, never>>
  'XW-R0005': Readonly<Record<never, never>>
  'XW-R0006': { readonly what: string | number }
  'XW-R0007': Readonly<Record<never, never>>
  'XW-R0008': { readonly name: string | number; readonly type: string | number }
  'XW-R0009': { readonly condition: string | number }
  'XW-R0010': { readonly target: string | number }
  'XW-R0011': { readonly schedule: string | number }
  'XW-R0012': { readonly key: string | number }
  'XW-R0013': { readonly name: string | number }
  'XW-R0014': { readonly what: string | number }
  'XW-R0017': { readonly name: string | number }
  'XW-R0018': Readonly<Record<never, never>>
  'XW-R0019': { readonly name: string | number }
  'XW-R0020': Readonly<Record<never, never>>
  'XW-R0021': Readonly<Record<never, never>>
  'XW-R0022': Readonly<Record<never, never>>
  'XW-R0023': Readonly<Record<never, never>>
  'XW-R0024': Readonly<Record<never, never>>
  'XW-R0025': { readonly what: string | number; readonly proof: string | number }
  'XW-R0026': Readonly<Record<never, never>>
  'XW-R0027': { readonly name: string | number }
  'XW-R0028': { readonly name: string | number; readonly part: string | number }
  'XW-R0030': { readonly name: string | number }
  'XW-R0031': Readonly<Record<never, never>>
  'XW-R0032': { readonly column: string | number }
  'XW-R0033': { readonly name: string | number }
  'XW-R0034': { readonly column: string | number }
  'XW-R0035': { readonly condition: string | number }
  'XW-R0040': { readonly name: string | number; readonly fields: string | number }
  'XW-R0041': { readonly name: string | number }
  'XW-R0046': { readonly name: string | number; readonly type: string | number }
  'XW-R0050': Readonly<Record<never, never>>
  'XW-R0051': { readonly name: string | number }
  'XW-R0052': { readonly column: string | number }
  'XW-R0053': Readonly<Record<never, never>>
  'XW-R0054': Readonly<Record<never, never>>
  'XW-R0055': Readonly<Record<never, never>>
  'XW-R0056': Readonly<Record<never, never>>
  'XW-R0057': { readonly text: string | number }
  'XW-R0058': { readonly path: string | number }
  'XW-R0059': Readonly<Record<never, never>>
  'XW-R0069': { readonly name: string | number; readonly charset: string | number }
  'XW-R0080': { readonly name: string | number; readonly names: string | number }
  'XW-R0081': { readonly name: string | number; readonly what: string | number }
  'XW-R0082': Readonly<Record<never, never>>
  'XW-R0083': Readonly<Record<never, never>>
  'XW-R0084': { readonly name: string | number }
  'XW-R0085': { readonly name: string | number }
  'XW-R0086': { readonly column: string | number }
  'XW-R0087': Readonly<Record<never, never>>
  'XW-R0088': Readonly<Record<never, never>>
  'XW-R0089': { readonly column: string | number }
  'XW-R0090': { readonly name: string | number }
  'XW-R0091': { readonly column: string | number }
  'XW-R0092': Readonly<Record<never, never>>
  'XW-R0093': { readonly name: string | number }
  'XW-R0094': { readonly name: string | number }
  'XW-R0095': Readonly<Record<never, never>>
  'XW-R0096': { readonly kind: string | number; readonly name: string | number }
  'XW-R0097': Readonly<Record<never, never>>
  'XW-R0098': Readonly<Record<never, never>>
  'XW-R0100': { readonly text: string | number; readonly column: string | number }
  'XW-R0101': { readonly name: string | number }
  'XW-R0102': { readonly table: string | number }
  'XW-R0103': { readonly column: string | number }
  'XW-R0104': { readonly statement: string | number }
  'XW-R0105': { readonly statement: string | number }
  'XW-R0106': { readonly statement: string | number }
  'XW-R0107': { readonly table: string | number }
  'XW-R0108': { readonly name: string | number; readonly reason: string | number }
  'XW-R0109': { readonly name: string | number }
  'XW-R0110': { readonly key: string | number; readonly table: string | number }
  'XW-R0111': { readonly table: string | number; readonly count: string | number }
  'XW-R0112': { readonly table: string | number; readonly statement: string | number }
  'XW-R0113': { readonly values: string | number; readonly columns: string | number }
  'XW-R0114': { readonly column: string | number }
  'XW-R0115': { readonly table: string | number; readonly keys: string | number }
  'XW-R0116': { readonly statement: string | number }
  'XW-R0117': Readonly<Record<never, never>>
  'XW-R0118': { readonly statement: string | number }
  'XW-R0119': { readonly column: string | number }
  'XW-R0120': { readonly name: string | number }
  'XW-R0150': { readonly what: string | number; readonly name: string | number }
  'XW-R0151': { readonly name: string | number }
  'XW-R0152': { readonly name: string | number }
  'XW-R0153': { readonly name: string | number }
  'XW-R0154': { readonly name: string | number }
  'XW-R0155': { readonly name: string | number }
  'XW-R0156': Readonly<Record<never, never>>
  'XW-R0158': Readonly<Record<never, never>>
  'XW-R0159': Readonly<Record<never, never>>
  'XW-R0160': Readonly<Record<never, never>>
  'XW-R0200': { readonly kind: string | number; readonly name: string | number; readonly different: string | number; readonly cases: string | number; readonly first: string | number }
  'XW-R0201': { readonly kind: string | number; readonly name: string | number; readonly reason: string | number }
  'XW-R0202': { readonly kind: string | number; readonly name: string | number; readonly reason: string | number }
  'XW-R0203': { readonly kind: string | number; readonly name: string | number; readonly cases: string | number; readonly nearest: string | number; readonly stopped: string | number }
  'XW-R0204': { readonly kind: string | number; readonly name: string | number; readonly reason: string | number }
  'XW-R0250': { readonly message: string | number }
  'XW-R0260': { readonly name: string | number; readonly target: string | number }
  'XW-R0261': { readonly name: string | number; readonly method: string | number }
  'XW-R0262': { readonly what: string | number }
  'XW-R0263': Readonly<Record<never, never>>
  'XW-R0264': { readonly name: string | number }
  'XW-R0265': { readonly attribute: string | number; readonly name: string | number; readonly type: string | number }
  'XW-R0300': { readonly what: string | number }
  'XW-R0301': { readonly what: string | number }
  'XW-R0302': { readonly name: string | number }
  'XW-R0303': Readonly<Record<never, never>>
  'XW-S0001': { readonly problem: string | number }
  'XW-S0002': { readonly problem: string | number }
  'XW-S0020': { readonly action: string | number; readonly path: string | number; readonly reason: string | number }
  'XW-S0021': { readonly action: string | number; readonly path: string | number; readonly reason: string | number }
  'XW-S0022': { readonly path: string | number; readonly what: string | number }
  'XW-S0023': { readonly source: string | number }
  'XW-S0024': { readonly count: string | number; readonly objects: string | number }
  'XW-S0025': { readonly signal: string | number }
  'XW-S0026': { readonly schema: string | number; readonly endpoint: string | number }
  'XW-S0100': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0101': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0102': { readonly endpoint: string | number; readonly mode: string | number }
  'XW-S0103': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0104': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0105': { readonly endpoint: string | number; readonly seconds: string | number }
  'XW-S0106': { readonly endpoint: string | number; readonly activity: string | number; readonly reason: string | number }
  'XW-S0107': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0108': { readonly endpoint: string | number; readonly activity: string | number; readonly reason: string | number }
  'XW-S0109': { readonly endpoint: string | number; readonly version: string | number; readonly minimum: string | number }
  'XW-S0110': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0111': { readonly endpoint: string | number }
  'XW-S0120': { readonly task: string | number; readonly endpoint: string | number }
  'XW-S0121': { readonly task: string | number; readonly endpoint: string | number }
  'XW-S0122': { readonly endpoint: string | number; readonly acts: string | number }
  'XW-S0123': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0124': { readonly database: string | number; readonly schemas: string | number }
  'XW-S0130': { readonly minimum: string | number; readonly endpoint: string | number; readonly found: string | number }
  'XW-S0131': { readonly tool: string | number; readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0201': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0202': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0203': { readonly endpoint: string | number }
  'XW-S0204': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0205': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0206': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0207': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0208': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0209': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0210': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0300': { readonly engine: string | number; readonly package: string | number }
  'XW-S0301': { readonly engine: string | number; readonly folder: string | number; readonly problem: string | number }
  'XW-S0302': { readonly folder: string | number; readonly engine: string | number; readonly problem: string | number }
  'XW-S0401': { readonly endpoint: string | number }
  'XW-S0402': { readonly endpoint: string | number; readonly format: string | number }
  'XW-S0403': { readonly endpoint: string | number; readonly image: string | number }
  'XW-S0404': { readonly endpoint: string | number; readonly setting: string | number }
  'XW-S0406': { readonly endpoint: string | number }
  'XW-S0407': { readonly endpoint: string | number; readonly position: string | number; readonly reason: string | number }
  'XW-S0408': { readonly endpoint: string | number; readonly position: string | number }
  'XW-S0409': { readonly table: string | number; readonly endpoint: string | number; readonly setting: string | number }
  'XW-S0410': { readonly table: string | number; readonly engine: string | number }
  'XW-S0411': { readonly endpoint: string | number; readonly hours: string | number }
  'XW-S0412': { readonly endpoint: string | number }
  'XW-S0413': { readonly column: string | number; readonly table: string | number; readonly charset: string | number }
  'XW-S0414': { readonly keys: string | number; readonly table: string | number }
  'XW-S0415': { readonly endpoint: string | number; readonly serverId: string | number; readonly reason: string | number }
  'XW-S0416': { readonly endpoint: string | number; readonly position: string | number; readonly reason: string | number }
  'XW-S0417': { readonly position: string | number; readonly statement: string | number }
  'XW-S0418': { readonly table: string | number; readonly position: string | number; readonly reason: string | number }
  'XW-S0419': { readonly what: string | number; readonly position: string | number }
  'XW-S0420': { readonly right: string | number; readonly endpoint: string | number }
  'XW-S0421': { readonly column: string | number; readonly table: string | number; readonly type: string | number }
  'XW-S0440': { readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0441': { readonly slot: string | number; readonly endpoint: string | number; readonly position: string | number; readonly reason: string | number }
  'XW-S0442': { readonly slot: string | number; readonly endpoint: string | number; readonly reason: string | number }
  'XW-S0443': { readonly endpoint: string | number; readonly setting: string | number; readonly value: string | number; readonly wanted: string | number }
  'XW-S0444': { readonly table: string | number; readonly reason: string | number }
  'XW-S0445': { readonly endpoint: string | number; readonly table: string | number; readonly publication: string | number; readonly reason: string | number }
  'XW-S0446': { readonly endpoint: string | number; readonly limit: string | number }
  'XW-S0447': { readonly table: string | number }
  'XW-S0448': { readonly columns: string | number; readonly table: string | number }
  'XW-S0449': { readonly endpoint: string | number; readonly since: string | number }
  'XW-S0455': { readonly columns: string | number; readonly table: string | number }
  'XW-S0601': { readonly table: string | number }
  'XW-S0602': { readonly tables: string | number; readonly statement: string | number; readonly reason: string | number; readonly position: string | number }
  'XW-S0603': { readonly table: string | number; readonly kind: string | number; readonly key: string | number; readonly code: string | number; readonly reason: string | number; readonly position: string | number }
  'XW-S0604': { readonly task: string | number; readonly process: string | number }
  'XW-S0605': { readonly path: string | number }
  'XW-S0606': { readonly path: string | number }
  'XW-S0607': { readonly task: string | number; readonly found: string | number; readonly expected: string | number }
  'XW-S0608': { readonly position: string | number; readonly reason: string | number }
  'XW-S0609': { readonly task: string | number }
  'XW-S0610': { readonly place: string | number }
  'XW-S0611': { readonly count: string | number; readonly codes: string | number }
  'XW-S0612': { readonly keys: string | number }
  'XW-S0613': { readonly task: string | number }
  'XW-S0614': { readonly count: string | number; readonly period: string | number }
  'XW-S0615': { readonly task: string | number }
  'XW-S0616': { readonly task: string | number }
  'XW-S0619': { readonly table: string | number }
  'XW-S0620': { readonly statement: string | number; readonly count: string | number }
  'XW-S0621': { readonly tables: string | number; readonly statement: string | number; readonly position: string | number }
  'XW-S0622': { readonly task: string | number }
  'XW-S0623': { readonly tables: string | number; readonly keys: string | number }
  'XW-S0624': { readonly table: string | number; readonly task: string | number }
  'XW-S0625': { readonly tables: string | number }
  'XW-S0626': { readonly tables: string | number; readonly reason: string | number }
  'XW-S0627': { readonly tables: string | number }
  'XW-S0628': { readonly reason: string | number; readonly tables: string | number }
  'XW-S0629': { readonly tables: string | number }
  'XW-S0630': { readonly task: string | number }
  'XW-S0631': { readonly tables: string | number; readonly keys: string | number }
  'XW-S0701': { readonly file: string | number; readonly rule: string | number; readonly path: string | number; readonly problem: string | number }
  'XW-S0702': { readonly rule: string | number; readonly what: string | number }
  'XW-S0703': Readonly<Record<never, never>>
  'XW-S0704': { readonly rule: string | number; readonly problem: string | number }
  'XW-S0705': { readonly task: string | number }
  'XW-S0706': { readonly file: string | number; readonly problem: string | number }
  'XW-S0707': { readonly setting: string | number; readonly value: string | number; readonly ours: string | number }
  'XW-S0708': { readonly schema: string | number; readonly count: string | number }
  'XW-S0709': { readonly rule: string | number; readonly source: string | number }
  'XW-S0710': { readonly what: string | number; readonly name: string | number }
  'XW-S0711': { readonly task: string | number; readonly status: string | number; readonly verb: string | number; readonly states: string | number }
  'XW-S0712': { readonly path: string | number; readonly problem: string | number }
  'XW-S0713': { readonly what: string | number; readonly name: string | number }
  'XW-S0714': { readonly name: string | number; readonly tasks: string | number }
  'XW-S0715': { readonly name: string | number }
  'XW-S0716': { readonly task: string | number; readonly seconds: string | number }
  'XW-S0717': { readonly table: string | number }
  'XW-S0718': { readonly rule: string | number; readonly variable: string | number; readonly shortest: string | number }
  'XW-S0719': { readonly rule: string | number; readonly variable: string | number }
  'XW-S0720': { readonly where: string | number; readonly reason: string | number }
  'XW-S0721': { readonly table: string | number; readonly column: string | number }
  'XW-S0722': { readonly rule: string | number; readonly what: string | number }
  'XW-S0801': { readonly asked: string | number; readonly limit: string | number }
  'XW-S0900': Readonly<Record<never, never>>
  'XW-S0901': { readonly role: string | number; readonly what: string | number }
  'XW-S0902': Readonly<Record<never, never>>
  'XW-S0903': Readonly<Record<never, never>>
  'XW-S0904': Readonly<Record<never, never>>
  'XW-S0905': { readonly problem: string | number }
  'XW-S0906': { readonly limit: string | number }
  'XW-S0907': Readonly<Record<never, never>>
  'XW-S0908': { readonly seconds: string | number }
  'XW-S0909': { readonly count: string | number }
  'XW-S0910': { readonly where: string | number; readonly reason: string | number }
  'XW-S0911': { readonly where: string | number }
  'XW-S0912': { readonly path: string | number; readonly problem: string | number }
  'XW-S0913': { readonly process: string | number }
  'XW-S0914': { readonly host: string | number }
  'XW-S0915': { readonly how: string | number }
  'XW-T0001': { readonly column: string | number; readonly type: string | number }
  'XW-T0010': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0011': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0012': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0013': { readonly column: string | number; readonly width: string | number }
  'XW-T0014': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0015': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0016': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0017': { readonly column: string | number; readonly target: string | number; readonly referenced: string | number }
  'XW-T0020': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0021': { readonly column: string | number; readonly source: string | number; readonly target: string | number; readonly scale: string | number }
  'XW-T0022': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0023': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0024': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0025': { readonly columns: string | number; readonly column: string | number }
  'XW-T0030': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0031': { readonly column: string | number; readonly target: string | number }
  'XW-T0032': { readonly column: string | number }
  'XW-T0040': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0041': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0042': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0043': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0044': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0050': { readonly column: string | number; readonly target: string | number; readonly count: string | number }
  'XW-T0051': { readonly column: string | number; readonly reason: string | number; readonly target: string | number }
  'XW-T0052': { readonly column: string | number; readonly target: string | number; readonly count: string | number }
  'XW-T0053': { readonly column: string | number; readonly rows: string | number }
  'XW-T0060': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0061': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0070': { readonly value: string | number; readonly column: string | number }
  'XW-T0071': { readonly column: string | number; readonly rows: string | number }
  'XW-T0072': { readonly column: string | number; readonly rows: string | number }
  'XW-T0080': { readonly columns: string | number; readonly collation: string | number }
  'XW-T0081': { readonly column: string | number; readonly source: string | number }
  'XW-T0082': { readonly columns: string | number }
  'XW-T0083': { readonly source: string | number; readonly target: string | number }
  'XW-T0084': { readonly columns: string | number }
  'XW-T0085': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0090': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0091': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0092': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0093': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0094': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0095': { readonly column: string | number; readonly count: string | number; readonly source: string | number }
  'XW-T0096': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0097': { readonly column: string | number; readonly source: string | number; readonly target: string | number }
  'XW-T0098': { readonly column: string | number; readonly source: string | number; readonly part: string | number; readonly target: string | number }
  'XW-T0099': { readonly column: string | number; readonly source: string | number; readonly target: string | number; readonly table: string | number }
}
